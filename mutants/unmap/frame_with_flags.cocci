// SPDX-License-Identifier: GPL-2.0
// breaks: the frame is the leaf's without its flags
// harm: none
// equivalent: kvmhv_remove_nest_rmap_range() masks what it is given before it
//	compares
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- hpa = old & PTE_RPN_MASK;
+ hpa = old;
...>
}
