// SPDX-License-Identifier: GPL-2.0
// breaks: L1 finds L2's SRR1 as L2 left it
// harm: L2 comes back from an interrupt with the wrong MSR
// file: book3s_hv_nested.c
@@
@@
save_hv_return_state(...)
{
<...
- hr->srr1 = vcpu->arch.shregs.srr1;
...>
}
