// SPDX-License-Identifier: GPL-2.0
// breaks: of a large page all pieces go from L2
// harm: L2 keeps most of each large page that the host took away
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- page_size = 1ul << shift;
...>
}
