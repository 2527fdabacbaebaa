// SPDX-License-Identifier: GPL-2.0
// breaks: a leaf that goes leaves nothing behind
// harm: what the next mapping puts there is mixed with the old frame
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- old = kvmppc_radix_update_pte(kvm, pte, ~0UL, 0, gpa, shift);
+ old = kvmppc_radix_update_pte(kvm, pte, _PAGE_PRESENT, 0, gpa, shift);
...>
}
