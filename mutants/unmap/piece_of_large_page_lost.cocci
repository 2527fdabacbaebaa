// SPDX-License-Identifier: GPL-2.0
// breaks: a small leaf of L1 maps the very piece of the host's large page
// harm: guests read and write another piece of the same large page
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_book3s_instantiate_page(...)
{
<...
- pte = __pte(pte_val(pte) | (hva & rpnmask));
...>
}
