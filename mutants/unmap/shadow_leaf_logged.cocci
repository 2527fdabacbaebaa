// SPDX-License-Identifier: GPL-2.0
// breaks: a dirty shadow leaf that goes is not in the dirty log at L2's address
// harm: the dirty log names pages that nobody wrote: migration takes longer
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
+	if (memslot && (old & _PAGE_DIRTY) && memslot->dirty_bitmap)
+		kvmppc_update_dirty_map(memslot, gfn, PAGE_SIZE);
+	return;
+ }
...>
}
