// SPDX-License-Identifier: GPL-2.0
// breaks: H_RPT_INVALIDATE of an L2 takes L2's own translations
// harm: one process of an L2 reads another's memory
// tlb: strict: stock QEMU empties the TLB at each entry of a guest
// tlbie: L1's LPID in the place of L2's
// file: book3s_hv.c
@@
expression vcpu;
@@
kvmppc_nested_h_rpt_invalidate(...)
{
<...
- vcpu->arch.nested->shadow_lpid
+ vcpu->kvm->arch.lpid
...>
}
