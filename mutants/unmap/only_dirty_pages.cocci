// SPDX-License-Identifier: GPL-2.0
// breaks: what L0 unmaps for L1 it unmaps for L2, read or written
// harm: L2 goes on reading pages that the host gave to others
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- kvmhv_remove_nest_rmap_range(kvm, memslot, gpa, hpa, page_size);
+ if (old & _PAGE_DIRTY)
+	kvmhv_remove_nest_rmap_range(kvm, memslot, gpa, hpa, page_size);
...>
}
