// SPDX-License-Identifier: GPL-2.0
// breaks: L2's registers are read and written in L1's byte order
// harm: the L2 of an L1 of the other byte order crashes at once
// file: book3s_hv_nested.c
@@
@@
byteswap_pt_regs(struct pt_regs *regs)
{
+ return;
...
}
