// SPDX-License-Identifier: GPL-2.0
// breaks: the bits of the address below the size of a leaf are not put into it
// harm: with 64K pages a shadow leaf names a real page within its own
// gap: with 4K pages nothing changes; with 64K pages (tried on backports-64k) only an
//	access that is the first to its page, and not at its start, and there CPU
//	and emulator ignore the bits: the composition witness would have to look
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
