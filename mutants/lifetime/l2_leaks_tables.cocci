// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that ends gives its shadow tables back
// harm: each L2 costs the host pages that it never gets back
// file: book3s_hv_nested.c
@@
@@
kvmhv_release_nested(...)
{
<...
- kvmppc_free_pgtable_radix(kvm, gp->shadow_pgtable, gp->shadow_lpid);
...>
}
