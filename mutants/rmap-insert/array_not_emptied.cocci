// SPDX-License-Identifier: GPL-2.0
// breaks: the array's single entry makes room for the list
// harm: none
// equivalent: llist_add() makes the old content the new node's next, and the
//	line after it stores the very same word there once more
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
- if (rmap & RMAP_NESTED_IS_SINGLE_ENTRY)
-	*rmapp = 0UL;
  llist_add(&((*n_rmap)->list), (struct llist_head *) rmapp);
...>
}
