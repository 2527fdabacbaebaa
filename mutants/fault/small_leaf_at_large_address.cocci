// SPDX-License-Identifier: GPL-2.0
// breaks: entry and leaf carry the address of the leaf's start
// harm: the host's memory grows with L2's faults
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- n_gpa &= ~((1UL << shift) - 1);
...>
}
