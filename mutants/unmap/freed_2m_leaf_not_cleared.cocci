// SPDX-License-Identifier: GPL-2.0
// breaks: a page directory that is given back is empty
// harm: the next guest that gets the directory can read and write another
//	guest's pages
// file: book3s_64_mmu_radix.c
@@
typedef pte_t;
@@
kvmppc_unmap_free_pmd(...)
{
<...
  if (full) {
-	pmd_clear(p);
  } else {
	...
  }
...>
}
