// SPDX-License-Identifier: GPL-2.0
// breaks: when the host takes a range away, L2 loses all pages of it
// harm: L2 goes on using all but the first page of what the host took away
// file: book3s_64_mmu_hv.c
@@
@@
kvm_unmap_gfn_range_hv(...)
{
<...
- for (gfn = range->start; gfn < range->end; gfn++)
-	kvm_unmap_radix(kvm, range->slot, gfn);
+ kvm_unmap_radix(kvm, range->slot, range->start);
...>
}
