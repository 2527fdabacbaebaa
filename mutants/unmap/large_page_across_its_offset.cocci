// SPDX-License-Identifier: GPL-2.0
// breaks: a large leaf needs guest and host address at the same place in it
// harm: the guest's memory appears shifted
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_book3s_instantiate_page(...)
{
<...
- (gpa & (PMD_SIZE - PAGE_SIZE)) == (hva & (PMD_SIZE - PAGE_SIZE))
+ (gpa & (PMD_SIZE - PAGE_SIZE)) == (gpa & (PMD_SIZE - PAGE_SIZE))
...>
}
