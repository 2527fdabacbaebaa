// SPDX-License-Identifier: GPL-2.0
// breaks: L1 gets back a doorbell that L2 has not taken
// harm: an L2 loses a wake-up, and hangs
// file: book3s_hv_nested.c
@@
@@
save_hv_return_state(...)
{
<...
- hr->dpdes = vcpu->arch.doorbell_request;
...>
}
