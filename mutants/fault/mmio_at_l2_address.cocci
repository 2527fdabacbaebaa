// SPDX-License-Identifier: GPL-2.0
// breaks: an access to a device of L1's goes to L1's address
// harm: the VMM sees the access at the wrong device
// tlb: strict: stock QEMU does not translate the hypervisor's accesses
//	by quadrants 1 and 2 for a nested guest
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- return kvmppc_hv_emulate_mmio(vcpu, gpa, ea, writing);
+ return kvmppc_hv_emulate_mmio(vcpu, n_gpa, ea, writing);
...>
}
