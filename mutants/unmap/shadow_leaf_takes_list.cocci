// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf that goes takes nothing of L1's reverse map along
// harm: L2's address is taken for L1's: the host no longer finds the L2s that have that
//	page of L1's, and they keep it
// file: book3s_64_mmu_radix.c
// places: 2
@@
@@
kvmppc_unmap_pte(...)
{
<...
- if (lpid != kvm->arch.lpid)
-	return;
+ if (lpid != kvm->arch.lpid) {
+	memslot = gfn_to_memslot(kvm, gfn);
+	if (memslot)
+		kvmhv_remove_nest_rmap_range(kvm, memslot, gpa, old & PTE_RPN_MASK, 1UL << (shift ?: PAGE_SHIFT));
+	return;
+ }
...>
}
