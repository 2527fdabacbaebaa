// SPDX-License-Identifier: GPL-2.0
// breaks: where L1's table lies outside memory, L1 is told its address
// harm: L1 looks for its mistake in the wrong place
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- vcpu->arch.fault_gpa = fault_addr;
...>
}
