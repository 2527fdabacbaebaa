// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that L1 ends is given back
// harm: L2s never end: each costs memory and an LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nested(...)
{
<...
- --gp->refcnt;
...>
}
