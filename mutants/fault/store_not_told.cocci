// SPDX-License-Identifier: GPL-2.0
// breaks: what L1 is told of a store's fault says that it was a store
// harm: L1 maps the page for reading, again and again
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
  ret = kvmppc_mmu_walk_radix_tree(...);
+ flags = 0;
...>
}
