// SPDX-License-Identifier: GPL-2.0
// breaks: L1's doorbell waits while L2 runs
// harm: L1 loses a wake-up, and hangs
// file: book3s_hv_nested.c
@@
@@
kvmhv_save_hv_regs(...)
{
<...
- vcpu->arch.doorbell_request
+ 0
...>
}
