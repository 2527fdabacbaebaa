// SPDX-License-Identifier: GPL-2.0
// breaks: L2's PURR and SPURR go on from what L1 gives
// harm: L2's accounting jumps
// file: book3s_hv_nested.c
@@
@@
restore_hv_regs(...)
{
<...
- vcpu->arch.purr = hr->purr;
- vcpu->arch.spurr = hr->spurr;
...>
}
