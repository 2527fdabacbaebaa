// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 address may have bit 51 set
// harm: L2 gets another page, or none
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- n_gpa = vcpu->arch.fault_gpa & ~0xF000000000000FFFULL;
+ n_gpa = vcpu->arch.fault_gpa & ~0xF008000000000FFFULL;
...>
}
