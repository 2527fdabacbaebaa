// SPDX-License-Identifier: GPL-2.0
// breaks: a second fault on the same L2 page adds no entry
// harm: the host's memory grows with each L2 fault, for as long as the VM lives
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
- if (kvmhv_n_rmap_is_equal(rmap, new_rmap))
+ if (rmap == (unsigned long)*n_rmap)
	return;
...>
}
