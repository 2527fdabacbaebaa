// SPDX-License-Identifier: GPL-2.0
// breaks: whether external interrupts go to L0 is not for L1 to say
// harm: L1 takes interrupts of its L2's away from it, or the host's from the host
// file: book3s_hv_nested.c
@@
expression others;
@@
load_l2_hv_regs(...)
{
<...
- mask = others | LPCR_MER;
+ mask = others | LPCR_MER | LPCR_LPES;
...>
}
