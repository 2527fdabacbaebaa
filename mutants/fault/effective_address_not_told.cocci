// SPDX-License-Identifier: GPL-2.0
// breaks: L1 is told the effective address of a data fault
// harm: L1 emulates devices at the wrong place
// file: book3s_hv_nested.c
@@
@@
save_hv_return_state(...)
{
<...
- hr->hdar = vcpu->arch.fault_dar;
...>
}
