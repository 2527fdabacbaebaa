// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf allows no store that L1's leaf forbids
// harm: L2 writes what L1 lets it only read, once it has read it
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- perm |= gpte.may_write ? 0UL : _PAGE_WRITE;
...>
}
