// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that ends gives its LPID back
// harm: after 4095 L2s no guest starts any more
// file: book3s_hv_nested.c
@@
@@
kvmhv_release_nested(...)
{
<...
- kvmppc_free_lpid(gp->shadow_lpid);
...>
}
