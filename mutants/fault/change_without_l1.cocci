// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf has C only where L1's leaf has it
// harm: L1's dirty log misses L2's stores
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- perm |= ((gpte.rc & _PAGE_DIRTY) && writing) ? 0UL : _PAGE_DIRTY;
...>
}
