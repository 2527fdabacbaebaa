// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf allows no load that L1's leaf forbids
// harm: L2 reads what L1 lets it only write
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- perm |= gpte.may_read ? 0UL : _PAGE_READ;
...>
}
