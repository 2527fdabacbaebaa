// SPDX-License-Identifier: GPL-2.0
// breaks: L2's store to a page that L0 has mapped read-only makes L0 map it
//	writable
// harm: L2 hangs in its store
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- !pte_present(pte) || (writing && !(pte_val(pte) & _PAGE_WRITE))
+ !pte_present(pte)
...>
}
