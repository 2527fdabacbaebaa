// SPDX-License-Identifier: GPL-2.0
// breaks: a deleted memslot's pages go from L1 and L2
// harm: L2 goes on using memory that the VMM took away
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_radix_flush_memslot(...)
{
<...
- for (n = memslot->npages; n; --n) {
+ for (n = 0; n; --n) {
	...
  }
...>
}
