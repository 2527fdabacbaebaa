// SPDX-License-Identifier: GPL-2.0
// breaks: a page's second and later mappings go too
// harm: L2 keeps all but one mapping of each page that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_list(...)
{
<...
+ if (!cursor)
  kvmhv_remove_nest_rmap(kvm, rmap, hpa, mask);
...>
}
