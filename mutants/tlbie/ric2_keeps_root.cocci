// SPDX-License-Identifier: GPL-2.0
// breaks: L1's partition table entry is read again
// harm: L2 runs on the root that L1 replaced
// file: book3s_hv_nested.c
@@
@@
kvmhv_flush_nested(...)
{
<...
- kvmhv_update_ptbl_cache(gp);
...>
}
