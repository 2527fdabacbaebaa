// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that is in use is not freed
// harm: L2 is freed while L1 still names it: the host crashes
// file: book3s_hv_nested.c
@@
@@
kvmhv_get_nested(...)
{
<...
- ++newgp->refcnt;
...>
}
