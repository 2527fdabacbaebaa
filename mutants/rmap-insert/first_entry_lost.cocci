// SPDX-License-Identifier: GPL-2.0
// breaks: the first mapping of a page stays known when a second one comes
// harm: when the host takes the page away, its first L2 mapping stays
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
- (*n_rmap)->list.next = (struct llist_node *) rmap;
+ (*n_rmap)->list.next = NULL;
...>
}
