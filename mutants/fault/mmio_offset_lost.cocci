// SPDX-License-Identifier: GPL-2.0
// breaks: an access to a device keeps its place in the page
// harm: the VMM sees the access at the wrong register
// tlb: strict: stock QEMU does not translate the hypervisor's accesses
//	by quadrants 1 and 2 for a nested guest
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- n_gpa |= ea & 0xFFF;
...>
}
