// SPDX-License-Identifier: GPL-2.0
// breaks: what userspace restores of MMCR2 gets into MMCR2
// harm: a migrated guest counts other events than it asked for
// file: book3s_hv.c
@@
@@
kvmppc_set_one_reg_hv(...)
{
<...
(
- kvmppc_set_mmcr_hv(vcpu, 2,
+ kvmppc_set_mmcr_hv(vcpu, 3,
  ...)
|
- vcpu->arch.mmcr[2]
+ vcpu->arch.mmcr[3]
)
...>
}
