// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 that ends gives its shadow root back
// harm: each L2 costs the host 64K that it never gets back
// file: book3s_hv_nested.c
@@
@@
kvmhv_release_nested(...)
{
<...
- pgd_free(kvm->mm, gp->shadow_pgtable);
...>
}
