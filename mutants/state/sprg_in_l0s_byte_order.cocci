// SPDX-License-Identifier: GPL-2.0
// breaks: each register of L2's state is in L1's byte order
// harm: L2 under an L1 of the other byte order runs with a wrong register
// file: book3s_hv_nested.c
@@
@@
byteswap_hv_regs(...)
{
<...
- hr->sprg[3] = swab64(hr->sprg[3]);
...>
}
