// SPDX-License-Identifier: GPL-2.0
// breaks: a fault holds the host's page no longer than it takes
// harm: what the host takes away is never free again, nor can it be swapped or moved
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_book3s_instantiate_page(...)
{
<...
if (...)
	set_page_dirty_lock(page);
- put_page(page);
...>
}
