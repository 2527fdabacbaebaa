// SPDX-License-Identifier: GPL-2.0
// breaks: an access to a device keeps its place in the page
// harm: the VMM sees the access at the wrong register
// hardware-only: QEMU does not translate the load by which the kernel fetches
//	L2's instruction, so the access never gets to userspace
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- n_gpa |= ea & 0xFFF;
...>
}
