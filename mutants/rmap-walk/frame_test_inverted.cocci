// SPDX-License-Identifier: GPL-2.0
// breaks: the leaf goes that maps the frame, and only that
// harm: L2 keeps the pages that the host took away, and loses others
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap(...)
{
<...
- ((pte_val(*ptep) & mask) == hpa)
+ ((pte_val(*ptep) & mask) != hpa)
...>
}
