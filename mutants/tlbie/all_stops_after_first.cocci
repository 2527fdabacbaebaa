// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation of all LPIDs acts on each
// harm: all L2s but one reach pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_all_lpid(...)
{
<...
  kvmhv_emulate_tlbie_lpid(vcpu, gp, ric);
+ spin_lock(&kvm->mmu_lock);
+ break;
...>
}
