// SPDX-License-Identifier: GPL-2.0
// breaks: only the number of a piece is put into its leaf
// harm: L2's rights to a page depend on the address that it touched first
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- mask = (1UL << shift) - (1UL << actual_shift);
+ mask = (1UL << shift) - 1;
...>
}
