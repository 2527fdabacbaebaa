// SPDX-License-Identifier: GPL-2.0
// breaks: L1 comes back with the registers that it left
// harm: L1 crashes after each run of L2
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- vcpu->arch.regs = saved_l1_regs;
...>
}
