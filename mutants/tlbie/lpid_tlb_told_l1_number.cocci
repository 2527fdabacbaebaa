// SPDX-License-Identifier: GPL-2.0
// breaks: the TLB flush names the shadow LPID
// harm: an L2 vCPU on another CPU reaches pages that L1 took away
// tlbie: L1's number of the L2 in the place of the LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_lpid(...)
{
<...
- kvmhv_flush_lpid(gp->shadow_lpid);
+ kvmhv_flush_lpid(gp->l1_lpid);
...>
}
