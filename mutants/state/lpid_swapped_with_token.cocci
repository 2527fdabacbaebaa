// SPDX-License-Identifier: GPL-2.0
// breaks: L2's LPID and token are words of 32 bits each
// harm: an L1 of the other byte order runs another L2, or none
// file: book3s_hv_nested.c
@@
@@
byteswap_hv_regs(...)
{
<...
- hr->lpid = swab32(hr->lpid);
+ hr->lpid = swab32(hr->vcpu_token);
...>
}
