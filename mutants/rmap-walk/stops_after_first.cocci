// SPDX-License-Identifier: GPL-2.0
// breaks: all mappings of a page go
// harm: of several mappings of a page all but one outlive it
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_list(...)
{
<...
  kfree(cursor);
+ break;
...>
}
