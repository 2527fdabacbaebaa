// SPDX-License-Identifier: GPL-2.0
// breaks: the walk finds the L2 of any LPID
// harm: L2s with large LPIDs keep pages that the host took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap(...)
{
<...
- gp = __find_nested(kvm, lpid);
+ gp = __find_nested(kvm, lpid & 0xff);
...>
}
