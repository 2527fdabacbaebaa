// SPDX-License-Identifier: GPL-2.0
// breaks: L1 finds what it gave as it gave it, not what L0 let L2 have of it
// harm: L1 takes facilities from its L2 for good that the host lacks now
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
  load_l2_hv_regs(...);
+ l2_hv.hfscr = vcpu->arch.hfscr;
...>
}
