// SPDX-License-Identifier: GPL-2.0
// breaks: R and C are set for the L2 that accesses
// harm: another L2 gets them, and this one hangs in its store
// file: book3s_hv_nested.c
@@
@@
kvmhv_handle_nested_set_rc(...)
{
<...
- kvmppc_hv_handle_set_rc(kvm, true, writing, n_gpa, gp->l1_lpid)
+ kvmppc_hv_handle_set_rc(kvm, true, writing, n_gpa, gp->shadow_lpid)
...>
}
