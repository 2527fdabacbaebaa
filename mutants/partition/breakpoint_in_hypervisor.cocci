// SPDX-License-Identifier: GPL-2.0
// breaks: L2's breakpoint does not match in the hypervisor
// harm: L1 makes the host oops where the host enters a guest
// file: book3s_hv_nested.c
@@
@@
load_l2_hv_regs(...)
{
<...
- if ((l2_hv->ciabr & CIABR_PRIV) == CIABR_PRIV_HYPER)
- 	vcpu->arch.ciabr = l2_hv->ciabr & ~CIABR_PRIV;
...>
}
