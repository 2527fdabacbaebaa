// SPDX-License-Identifier: GPL-2.0
// breaks: the tables of an L2 go together with its TLB entries
// harm: an L2 vCPU on another CPU reaches pages that L1 took away
// equivalent: kvmhv_update_ptbl_cache() follows and writes the partition table
//	entry anew, and mmu_partition_table_set_entry() flushes the LPID too
// tlbie: none comes, but one with RIC=2 does
// file: book3s_hv_nested.c
@@
@@
kvmhv_flush_nested(...)
{
<...
- kvmhv_flush_lpid(gp->shadow_lpid);
...>
}
