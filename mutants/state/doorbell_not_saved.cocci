// SPDX-License-Identifier: GPL-2.0
// breaks: a doorbell that L1 has not taken is saved
// harm: a guest that migrates loses a wake-up, and hangs
// file: book3s_hv.c
@@
@@
kvmppc_get_one_reg_hv(...)
{
<...
- vcpu->arch.doorbell_request
+ vcpu->arch.vcore->dpdes
...>
}
