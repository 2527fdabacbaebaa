// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that ends gives its structure back
// harm: each L2 costs the host some KB that it never gets back
// file: book3s_hv_nested.c
@@
@@
kvmhv_release_nested(...)
{
<...
- kfree(gp);
...>
}
