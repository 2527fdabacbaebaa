// SPDX-License-Identifier: GPL-2.0
// breaks: L1 is told why a fetch faulted
// harm: L1 cannot tell a missing page from a forbidden one
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- vcpu->arch.shregs.msr |= flags;
...>
}
