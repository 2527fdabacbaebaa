// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf allows no fetch that L1's leaf forbids
// harm: L2 executes data, once it has read it
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- perm |= gpte.may_execute ? 0UL : _PAGE_EXEC;
...>
}
