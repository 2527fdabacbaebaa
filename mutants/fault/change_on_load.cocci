// SPDX-License-Identifier: GPL-2.0
// breaks: a load does not give the leaf C
// harm: the dirty log names pages that L2 only read
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
