// SPDX-License-Identifier: GPL-2.0
// breaks: an rmap entry that was not needed is given back
// harm: each L2 fault costs the host 16 bytes that it never gets back
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- kfree(n_rmap);
...>
}
