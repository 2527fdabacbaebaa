// SPDX-License-Identifier: GPL-2.0
// breaks: KVM_RUN keeps userspace's FP and vector registers for it
// harm: a VMM computes with the guest's numbers
// file: book3s_hv.c
@@
@@
kvmppc_vcpu_run_hv(...)
{
<...
- kvmppc_save_user_regs();
...>
}
