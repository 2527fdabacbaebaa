// SPDX-License-Identifier: GPL-2.0
// breaks: a vCPU that sleeps is woken when its decrementer expires
// harm: a guest that is idle wakes hours too late
// file: book3s_hv.c
// places: 2
@@
@@
kvmppc_set_timer(...)
{
<...
- kvmppc_dec_expires_host_tb(vcpu)
+ kvmppc_get_dec_expires(vcpu)
...>
}
