// SPDX-License-Identifier: GPL-2.0
// breaks: the tables of an L2 go together with its TLB entries
// harm: an L2 vCPU on another CPU reaches pages that L1 took away
// tlbie: none comes
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_lpid(...)
{
<...
- kvmhv_flush_lpid(gp->shadow_lpid);
...>
}
