// SPDX-License-Identifier: GPL-2.0
// breaks: the decrementer's expiry is saved by the guest's clock
// harm: a migrated guest's timer fires hours too early or late
// file: book3s_hv.c
@@
@@
kvmppc_get_one_reg_hv(...)
{
<...
(
- kvmppc_get_dec_expires(vcpu)
+ kvmppc_get_dec_expires(vcpu) - kvmppc_get_tb_offset(vcpu)
|
- vcpu->arch.dec_expires
+ vcpu->arch.dec_expires - vcpu->arch.vcore->tb_offset
)
...>
}
