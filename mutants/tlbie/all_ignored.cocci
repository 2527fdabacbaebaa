// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation of all LPIDs acts
// harm: every L2 reaches pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_all_lpid(...)
{
<...
- kvmhv_emulate_tlbie_lpid(vcpu, gp, ric);
...>
}
