// SPDX-License-Identifier: GPL-2.0
// breaks: an entry that is on a list is not freed by who made it
// harm: the list points to freed memory: corruption, then a crash
// file: book3s_hv_nested.c
@@
@@
kvmhv_insert_nest_rmap(...)
{
<...
- *n_rmap = NULL;
...>
}
