// SPDX-License-Identifier: GPL-2.0
// breaks: a partition table of the largest size is taken
// harm: an L1 that wants all LPIDs cannot run L2s
// file: book3s_hv_nested.c
@@
@@
kvmhv_set_partition_table(...)
{
<...
- (ptcr & PRTS_MASK) + 12 - 4 > KVM_MAX_NESTED_GUESTS_SHIFT
+ (ptcr & PRTS_MASK) + 12 - 4 >= KVM_MAX_NESTED_GUESTS_SHIFT
...>
}
