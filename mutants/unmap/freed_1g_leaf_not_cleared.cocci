// SPDX-License-Identifier: GPL-2.0
// breaks: a page directory that is given back is empty
// harm: the next process that gets the directory can read and write a guest's
//	memory
// file: book3s_64_mmu_radix.c
@@
identifier leaf = {pud_leaf, pud_is_leaf};
@@
kvmppc_unmap_free_pud(...)
{
<...
  if (leaf(*p)) {
-	pud_clear(p);
  } else {
	...
  }
...>
}
