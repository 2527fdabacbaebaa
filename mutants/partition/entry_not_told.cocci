// SPDX-License-Identifier: GPL-2.0
// breaks: CPUs forget a partition table entry when it changes
// harm: a new L2 runs on the tables of one that has ended, which are somebody
//	else's memory by then
// tlb: strict: stock QEMU reads the partition table at each translation: there the
//	tlbie witness alone can tell
// tlbie: none with RIC=2 comes
// file: book3s_hv_nested.c
@@
expression lpid, dw0, dw1;
@@
kvmhv_set_ptbl_entry(...)
{
<...
- mmu_partition_table_set_entry(lpid, dw0, dw1, true);
+ mmu_partition_table_set_entry(lpid, dw0, dw1, false);
...>
}
