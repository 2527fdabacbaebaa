// SPDX-License-Identifier: GPL-2.0
// breaks: a load does not give the leaf C
// harm: none
// equivalent: C comes from L0's own leaf, where the page is dirty already;
//	clearing it there clears it in the shadow leaf too
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- (gpte.rc & _PAGE_DIRTY) && writing
+ gpte.rc & _PAGE_DIRTY
...>
}
