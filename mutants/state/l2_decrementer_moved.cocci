// SPDX-License-Identifier: GPL-2.0
// breaks: L2 enters with a decrementer by its own clock
// harm: L2 is interrupted at once, or never
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- vcpu->arch.dec_expires += l2_hv.tb_offset;
...>
}
