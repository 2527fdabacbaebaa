// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that ends leaves the host's partition table
// harm: the host's table points to freed memory
// file: book3s_hv_nested.c
@@
@@
kvmhv_release_nested(...)
{
<...
- kvmhv_set_ptbl_entry(gp->shadow_lpid, 0, 0);
...>
}
