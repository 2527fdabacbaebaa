// SPDX-License-Identifier: GPL-2.0
// breaks: with three mappings of a page or more, all go
// harm: L2 keeps a page that it maps three times or more
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_list(...)
{
<...
+ if (!cursor || ((unsigned long)cursor->list.next & RMAP_NESTED_IS_SINGLE_ENTRY))
  kvmhv_remove_nest_rmap(kvm, rmap, hpa, mask);
...>
}
