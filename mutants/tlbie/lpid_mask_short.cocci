// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation may name any LPID
// harm: L2s with large LPIDs reach pages that L1 took away
// file: book3s_hv_nested.c
@@
@@
get_lpid(...)
{
<...
- return r_val & 0xffffffff;
+ return r_val & 0xff;
...>
}
