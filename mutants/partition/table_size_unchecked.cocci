// SPDX-License-Identifier: GPL-2.0
// breaks: a partition table larger than L0 takes is refused
// harm: L1's LPIDs run over the number that L0 can hold
// file: book3s_hv_nested.c
@@
@@
kvmhv_set_partition_table(...)
{
<...
- (ptcr & PRTS_MASK) + 12 - 4 > KVM_MAX_NESTED_GUESTS_SHIFT ||
  !kvm_is_visible_gfn(vcpu->kvm, (ptcr & PRTB_MASK) >> PAGE_SHIFT)
...>
}
