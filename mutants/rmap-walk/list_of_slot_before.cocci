// SPDX-License-Identifier: GPL-2.0
// breaks: the lists that go are those of the page's own memslot
// harm: in a memslot behind another one L2 keeps the pages that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap_range(...)
{
<...
  gfn = (gpa >> PAGE_SHIFT) - memslot->base_gfn;
+ {
+	struct kvm_memory_slot *before = gfn_to_memslot(kvm, memslot->base_gfn - 1);
+
+	if (before && gfn + (nbytes >> PAGE_SHIFT) <= before->npages)
+		memslot = before;
+ }
...>
}
