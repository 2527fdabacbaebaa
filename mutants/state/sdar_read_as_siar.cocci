// SPDX-License-Identifier: GPL-2.0
// breaks: userspace saves SDAR, and not SIAR in its place
// harm: a migrated guest's profiler has wrong data addresses
// file: book3s_hv.c
@@
@@
kvmppc_get_one_reg_hv(...)
{
<...
(
- kvmppc_get_sdar_hv(vcpu)
+ kvmppc_get_siar_hv(vcpu)
|
- vcpu->arch.sdar
+ vcpu->arch.siar
)
...>
}
