// SPDX-License-Identifier: GPL-2.0
// breaks: entries of a large host page are filed under its first page
// harm: ageing and the dirty log look at the first list and miss the others
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- gfn = (gpa & ~((1UL << shift) - 1)) >> PAGE_SHIFT;
...>
}
