// SPDX-License-Identifier: GPL-2.0
// breaks: userspace saves where L1 has its SLB shadow
// harm: after migration the host looks for it elsewhere
// file: book3s_hv.c
@@
@@
kvmppc_get_one_reg_hv(...)
{
<...
- vcpu->arch.slb_shadow.next_gpa
+ vcpu->arch.dtl.next_gpa
...>
}
