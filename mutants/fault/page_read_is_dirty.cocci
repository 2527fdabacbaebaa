// SPDX-License-Identifier: GPL-2.0
// breaks: a page that a guest may only read does not become dirty
// harm: the host writes pages to swap and to disk that nobody has changed
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_book3s_instantiate_page(...)
{
<...
- if (!ret && (pte_val(pte) & _PAGE_WRITE))
+ if (!ret)
	set_page_dirty_lock(page);
...>
}
