// SPDX-License-Identifier: GPL-2.0
// breaks: a leaf that is in the way of a downgraded one goes
// harm: L2 hangs in an access that L1 allowed again
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
  inval:
- kvmhv_invalidate_shadow_pte(vcpu, gp, n_gpa, NULL);
...>
}
