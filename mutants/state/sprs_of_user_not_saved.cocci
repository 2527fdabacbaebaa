// SPDX-License-Identifier: GPL-2.0
// breaks: KVM_RUN keeps userspace's TAR, DSCR and VRSAVE for it
// harm: a VMM has what some other task left in them
// file: book3s_hv.c
@@
@@
kvmppc_vcpu_run_hv(...)
{
<...
- kvmppc_save_current_sprs();
...>
}
