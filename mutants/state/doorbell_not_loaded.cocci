// SPDX-License-Identifier: GPL-2.0
// breaks: L2 starts with the doorbell that L1 gives, L1 with its own
// harm: a wake-up is lost or goes to the other level
// file: book3s_hv_nested.c
@@
@@
restore_hv_regs(...)
{
<...
- vcpu->arch.doorbell_request = hr->dpdes;
...>
}
