// SPDX-License-Identifier: GPL-2.0
// breaks: an entry is filed at the distance from the base of its own memslot
// harm: in a memslot behind another one the host misses what L2 has mapped
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- rmapp = &memslot->arch.rmap[gfn - memslot->base_gfn];
+ rmapp = &memslot->arch.rmap[gfn - memslot->base_gfn];
+ {
+	struct kvm_memory_slot *before = gfn_to_memslot(kvm, memslot->base_gfn - 1);
+
+	if (before && gfn - before->base_gfn < memslot->npages)
+		rmapp = &memslot->arch.rmap[gfn - before->base_gfn];
+ }
...>
}
