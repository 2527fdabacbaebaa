// SPDX-License-Identifier: GPL-2.0
// breaks: the LPID is in the first operand
// harm: another L2, or none, loses its pages
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
- lpid = get_lpid(rsval);
+ lpid = get_lpid(rbval);
...>
}
