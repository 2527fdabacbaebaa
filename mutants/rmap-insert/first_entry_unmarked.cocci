// SPDX-License-Identifier: GPL-2.0
// breaks: an entry in the array is told from a list by its mark
// harm: the kernel takes an L2 address for a pointer: the host crashes
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
- *rmapp = new_rmap | RMAP_NESTED_IS_SINGLE_ENTRY;
+ *rmapp = new_rmap;
...>
}
