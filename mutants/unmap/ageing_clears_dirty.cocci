// SPDX-License-Identifier: GPL-2.0
// breaks: ageing takes the reference bit and nothing else
// harm: L2's stores are missing from the dirty log: a migrated guest has old
//	data
// gap: it takes DAMON to make the kernel age chosen pages, and Debian's 6.1 has none:
//	nested_reclaim.age_3_mappings, which finds it elsewhere, skips there
// file: book3s_64_mmu_radix.c
@@
@@
kvm_age_radix(...)
{
<...
- kvmhv_update_nest_rmap_rc_list(kvm, rmapp, _PAGE_ACCESSED, 0, old & PTE_RPN_MASK, 1UL << shift);
+ kvmhv_update_nest_rmap_rc_list(kvm, rmapp, _PAGE_DIRTY, 0, old & PTE_RPN_MASK, 1UL << shift);
...>
}
