// SPDX-License-Identifier: GPL-2.0
// breaks: L2's page is the very piece of L0's large page that L1 maps
// harm: L2 reads and writes another piece of the same large page
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- pte = __pte(pte_val(pte) | (gpa & mask));
...>
}
