// SPDX-License-Identifier: GPL-2.0
// breaks: the oldest mapping of a page goes too
// harm: L2 keeps one mapping of each page that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_list(...)
{
<...
+ if (cursor)
  kvmhv_remove_nest_rmap(kvm, rmap, hpa, mask);
...>
}
