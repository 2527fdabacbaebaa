// SPDX-License-Identifier: GPL-2.0
// breaks: a page that is dirty no more is not in the next dirty log
// harm: migration never ends
// file: book3s_64_mmu_radix.c
@@
@@
kvm_radix_test_clear_dirty(...)
{
<...
- old = kvmppc_radix_update_pte(kvm, ptep, _PAGE_DIRTY, 0, gpa, shift);
+ old = kvmppc_radix_update_pte(kvm, ptep, 0, 0, gpa, shift);
...>
}
