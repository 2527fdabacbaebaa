// SPDX-License-Identifier: GPL-2.0
// breaks: reading the dirty log makes L2's next store count again
// harm: L2's later stores are missing from the dirty log: a migrated guest
//	has old data
// file: book3s_64_mmu_radix.c
@@
@@
kvm_radix_test_clear_dirty(...)
{
<...
- kvmhv_update_nest_rmap_rc_list(...);
...>
}
