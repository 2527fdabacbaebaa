// SPDX-License-Identifier: GPL-2.0
// breaks: L1 gives L2 an interrupt by LPCR[MER]
// harm: L2's devices wait until L2 exits for something else
// tlb: strict: stock QEMU (10.0.2) does nothing by LPCR[MER]
// file: book3s_hv_nested.c
@@
expression others;
@@
load_l2_hv_regs(...)
{
<...
- mask = others | LPCR_MER;
+ mask = others;
...>
}
