// SPDX-License-Identifier: GPL-2.0
// breaks: L2's watchpoint does not match in the hypervisor
// harm: L1 stops the host at an address of its choice
// hardware-only: Linux gives guests no watchpoint on POWER9 (an erratum), so that
//	none is loaded; on POWER10 it would have to hit data of the host's that L1
//	cannot name
// file: book3s_hv_nested.c
@@
@@
load_l2_hv_regs(...)
{
<...
- vcpu->arch.dawrx0 = l2_hv->dawrx0 & ~DAWRX_HYP;
+ vcpu->arch.dawrx0 = l2_hv->dawrx0;
...>
}
