// SPDX-License-Identifier: GPL-2.0
// breaks: L1 finds L2's SPRG1 as L2 left it
// harm: L2's interrupt handler has the wrong scratch
// file: book3s_hv_nested.c
@@
@@
save_hv_return_state(...)
{
<...
- hr->sprg[1] = vcpu->arch.shregs.sprg1;
...>
}
