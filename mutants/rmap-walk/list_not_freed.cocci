// SPDX-License-Identifier: GPL-2.0
// breaks: when L0 unmaps a page, the page's rmap entries are given back
// harm: each alias of a page costs the host 16 bytes that it never gets back
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_list(...)
{
<...
- kfree(cursor);
...>
}
