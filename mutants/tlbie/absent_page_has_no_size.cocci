// SPDX-License-Identifier: GPL-2.0
// breaks: where L2 has no leaf the invalidation goes on by the smallest page
// harm: L1's invalidation never returns, or skips pages
// file: book3s_hv_nested.c
@@
@@
kvmhv_invalidate_shadow_pte(...)
{
<...
- if (!shift)
-	shift = PAGE_SHIFT;
...>
}
