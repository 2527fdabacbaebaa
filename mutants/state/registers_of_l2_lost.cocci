// SPDX-License-Identifier: GPL-2.0
// breaks: L1 finds L2's registers as L2 left them
// harm: L2 goes on with the registers that it started with
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- l2_regs = vcpu->arch.regs;
...>
}
