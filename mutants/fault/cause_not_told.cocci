// SPDX-License-Identifier: GPL-2.0
// breaks: L1 is told the cause of a data fault
// harm: L1 takes every store for a load
// file: book3s_hv_nested.c
@@
@@
save_hv_return_state(...)
{
<...
- hr->hdsisr = vcpu->arch.fault_dsisr;
...>
}
