// SPDX-License-Identifier: GPL-2.0
// breaks: a deleted memslot's last page goes too
// harm: L2 goes on using a page of memory that the VMM took away
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_radix_flush_memslot(...)
{
<...
- for (n = memslot->npages; n; --n) {
+ for (n = memslot->npages - 1; n; --n) {
	...
  }
...>
}
