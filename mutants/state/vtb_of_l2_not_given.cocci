// SPDX-License-Identifier: GPL-2.0
// breaks: L2's VTB goes on from what L1 gives
// harm: L2's watchdogs fire
// file: book3s_hv_nested.c
@@
@@
restore_hv_regs(...)
{
<...
- vc->vtb = hr->vtb;
...>
}
