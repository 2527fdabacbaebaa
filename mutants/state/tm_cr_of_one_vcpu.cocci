// SPDX-License-Identifier: GPL-2.0
// breaks: each vCPU has checkpointed registers of its own
// harm: a migrated guest's transaction goes back to another one's registers
// hardware-only: Debian's kernels are built without transactional memory
//	(CONFIG_PPC_TRANSACTIONAL_MEM). Seen red on a 6.12 with it, under --tlb strict
// file: book3s_hv.c
@@
@@
kvmppc_set_one_reg_hv(...)
{
<...
- vcpu->arch.cr_tm = set_reg_val(id, *val);
+ kvm_get_vcpu(vcpu->kvm, 0)->arch.cr_tm = set_reg_val(id, *val);
...>
}
