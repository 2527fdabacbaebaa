// SPDX-License-Identifier: GPL-2.0
// breaks: L1's invalidation of an LPID takes all of L2's translations
// harm: L2 reaches pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_lpid(...)
{
<...
- kvmppc_free_pgtable_radix(kvm, gp->shadow_pgtable, gp->shadow_lpid);
  kvmhv_flush_lpid(gp->shadow_lpid);
...>
}
