// SPDX-License-Identifier: GPL-2.0
// breaks: L1 finds the breakpoint that it gave
// harm: L1 sees what the host does about its L2's breakpoints
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
  load_l2_hv_regs(...);
+ l2_hv.ciabr = vcpu->arch.ciabr;
...>
}
