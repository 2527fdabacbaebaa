// SPDX-License-Identifier: GPL-2.0
// breaks: L1 comes back with the hypervisor registers that it left
// harm: L1 runs with L2's SPRGs and PID: it crashes
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- restore_hv_regs(vcpu, &saved_l1_hv);
...>
}
