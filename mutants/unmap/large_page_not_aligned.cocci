// SPDX-License-Identifier: GPL-2.0
// breaks: a large page is unmapped from its start, whatever address named it
// harm: L2 keeps pieces of a large page that the host took away in part
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- gpa &= ~(page_size - 1);
...>
}
