// SPDX-License-Identifier: GPL-2.0
// breaks: a partition table outside L1's memory is refused
// harm: L1 learns of its mistake when its first L2 does not start
// file: book3s_hv_nested.c
@@
@@
kvmhv_set_partition_table(...)
{
<...
  (ptcr & PRTS_MASK) + 12 - 4 > KVM_MAX_NESTED_GUESTS_SHIFT
- || !kvm_is_visible_gfn(vcpu->kvm, (ptcr & PRTB_MASK) >> PAGE_SHIFT)
...>
}
