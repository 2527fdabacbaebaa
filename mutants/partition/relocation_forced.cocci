// SPDX-License-Identifier: GPL-2.0
// breaks: L2 starts with the MSR that L1 gave it
// harm: an L2 in real mode does not start
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- vcpu->arch.shregs.msr = (vcpu->arch.regs.msr | MSR_ME) & ~MSR_HV;
+ vcpu->arch.shregs.msr = (vcpu->arch.regs.msr | MSR_ME | MSR_IR | MSR_DR) & ~MSR_HV;
...>
}
