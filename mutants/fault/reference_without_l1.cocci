// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf has R only where L1's leaf has it
// harm: L1 swaps out what L2 uses most
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- perm |= (gpte.rc & _PAGE_ACCESSED) ? 0UL : _PAGE_ACCESSED;
...>
}
