// SPDX-License-Identifier: GPL-2.0
// breaks: L1 is told the L2 address of a data fault
// harm: L1 maps the wrong page, again and again
// file: book3s_hv_nested.c
@@
@@
save_hv_return_state(...)
{
<...
  hr->hdsisr = vcpu->arch.fault_dsisr;
- hr->asdr = vcpu->arch.fault_gpa;
...>
}
