// SPDX-License-Identifier: GPL-2.0
// breaks: userspace saves where L1 has its partition table
// harm: after migration L1's L2s do not start
// file: book3s_hv.c
@@
@@
kvmppc_get_one_reg_hv(...)
{
<...
- vcpu->kvm->arch.l1_ptcr
+ 0
...>
}
