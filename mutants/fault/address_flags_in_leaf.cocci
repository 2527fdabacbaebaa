// SPDX-License-Identifier: GPL-2.0
// breaks: the bits of the address below the size of a leaf are not put into it
// harm: with 64K pages a shadow leaf names a real page within its own
// gap: with 4K pages nothing changes, L2's fault address has no bits below a page;
//	only a kernel with 64K pages, where this has not run, can show it
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- mask = (1UL << shift) - (1UL << actual_shift);
+ mask = (1UL << shift) - 1;
...>
}
