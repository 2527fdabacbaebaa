// SPDX-License-Identifier: GPL-2.0
// breaks: H_RPT_INVALIDATE of all pages acts
// harm: L2 reaches pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
do_tlb_invalidate_nested_all(...)
{
<...
- kvmhv_emulate_tlbie_lpid(vcpu, gp, ric);
...>
}
