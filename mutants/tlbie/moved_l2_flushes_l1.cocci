// SPDX-License-Identifier: GPL-2.0
// breaks: an L2's vCPU that comes back to a CPU finds nothing there that L2 has
//	invalidated elsewhere by tlbiel
// harm: L2 goes on using pages that it has unmapped, after the scheduler moved
//	its vCPU twice
// tlb: strict: stock QEMU empties the TLB at each entry of a guest
// tlbie: that tlbiel with L1's LPID in the place of L2's
// file: book3s_hv.c
@@
identifier nested;
@@
radix_flush_cpu(...)
{
<...
- &nested->need_tlb_flush
+ &kvm->arch.need_tlb_flush
...>
}
