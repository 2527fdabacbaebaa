// SPDX-License-Identifier: GPL-2.0
// breaks: a VM that ends gives its L2s back
// harm: each VM costs the host memory and LPIDs that it never gets back
// file: book3s_hv_nested.c
@@
@@
kvmhv_release_all_nested(...)
{
<...
- if (--gp->refcnt == 0) {
+ if (--gp->refcnt != 0) {
	...
  }
...>
}
