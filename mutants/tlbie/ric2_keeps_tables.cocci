// SPDX-License-Identifier: GPL-2.0
// breaks: a new root means new translations
// harm: L2 reaches pages of its old root
// file: book3s_hv_nested.c
@@
@@
kvmhv_flush_nested(...)
{
<...
- kvmppc_free_pgtable_radix(kvm, gp->shadow_pgtable, gp->shadow_lpid);
...>
}
