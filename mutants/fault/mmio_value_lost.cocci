// SPDX-License-Identifier: GPL-2.0
// breaks: what L2 loads from a device arrives in L2's register
// harm: L2 reads garbage from devices, and L1 loses a register
// tlb: strict: stock QEMU does not translate the hypervisor's accesses
//	by quadrants 1 and 2 for a nested guest
// file: book3s_hv_nested.c
@@
@@
kvmhv_nested_mmio_needed(...)
{
<...
- vcpu->arch.io_gpr = KVM_MMIO_REG_NESTED_GPR;
...>
}
