// SPDX-License-Identifier: GPL-2.0
// breaks: L2's state is read and written in L1's byte order
// harm: an L1 of the other byte order has no L2s
// file: book3s_hv_nested.c
@@
@@
byteswap_hv_regs(struct hv_guest_state *hr)
{
+ return;
...
}
