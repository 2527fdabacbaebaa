// SPDX-License-Identifier: GPL-2.0
// breaks: H_RPT_INVALIDATE of an L1 takes its own translations too
// harm: an L1 without tlbie goes on using pages that it has unmapped: one process
//	of it reads another's memory
// tlb: strict: stock QEMU empties the TLB at each entry of a guest
// tlbie: none with PRS=1 comes
// file: book3s_hv.c
@@
@@
kvmppc_h_rpt_invalidate(...)
{
<...
- do_h_rpt_invalidate_prt(...);
...>
}
