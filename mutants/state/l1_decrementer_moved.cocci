// SPDX-License-Identifier: GPL-2.0
// breaks: L1's decrementer expires when it was to, whatever L2's clock
// harm: L1's timer fires hours too late after a run of L2
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- vcpu->arch.dec_expires -= l2_hv.tb_offset;
...>
}
