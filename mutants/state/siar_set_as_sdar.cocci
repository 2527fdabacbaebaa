// SPDX-License-Identifier: GPL-2.0
// breaks: what userspace restores of SIAR gets into SIAR
// harm: a migrated guest's profiler has wrong instruction addresses
// file: book3s_hv.c
@@
@@
kvmppc_set_one_reg_hv(...)
{
<...
(
- kvmppc_set_siar_hv
+ kvmppc_set_sdar_hv
  (...)
|
- vcpu->arch.siar
+ vcpu->arch.sdar
)
...>
}
