// SPDX-License-Identifier: GPL-2.0
// breaks: between L0's 1G and L1's 1G a 2M leaf would do
// harm: none
// equivalent: no leaf of L1 is larger than 2M and smaller than 1G, so the
//	line is never reached with its condition true
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- if (PMD_SHIFT < l1_shift)
-	actual_shift = PMD_SHIFT;
...>
}
