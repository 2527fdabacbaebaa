// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf that goes takes its TLB entries along before the page is
//	free
// harm: an L2 that runs on another CPU goes on for a while using pages that
//	the host gave to others
// tlbie: after the page is free
// file: book3s_64_mmu_radix.c
// places: 3
@@
type T;
@@
+ struct late_tlbie {
+ 	struct work_struct work;
+ 	struct kvm *kvm;
+ 	unsigned long gpa;
+ 	unsigned int shift;
+ 	u64 lpid;
+ };
+
+ static void tell_late(struct work_struct *work)
+ {
+ 	struct late_tlbie *late = container_of(work, struct late_tlbie, work);
+
+ 	kvmppc_radix_tlbie_page(late->kvm, late->gpa, late->shift, late->lpid);
+ 	kfree(late);
+ }
+
kvmppc_unmap_pte(struct kvm *kvm, pte_t *pte, unsigned long gpa, unsigned int shift, const struct kvm_memory_slot *memslot, T lpid)
{
+ 	struct late_tlbie *late = lpid == kvm->arch.lpid ? NULL : kmalloc(sizeof(*late), GFP_ATOMIC);
<...
- kvmppc_radix_tlbie_page(kvm, gpa, shift, lpid);
+ 	if (lpid == kvm->arch.lpid) {
+ 		kvmppc_radix_tlbie_page(kvm, gpa, shift, lpid);
+ 	} else {
+ 		*late = (struct late_tlbie){ .kvm = kvm, .gpa = gpa, .shift = shift, .lpid = lpid };
+ 		INIT_WORK(&late->work, tell_late);
+ 		schedule_work(&late->work);
+ 	}
...>
}
