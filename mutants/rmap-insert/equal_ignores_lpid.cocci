// SPDX-License-Identifier: GPL-2.0
// breaks: two L2s with the same L2 address of a page have an entry each
// harm: when the host takes the page away, the second L2 keeps it
// file: book3s_hv_nested.c
@@
@@
kvmhv_n_rmap_is_equal(...)
{
<...
- return !((rmap_1 ^ rmap_2) & (RMAP_NESTED_LPID_MASK | RMAP_NESTED_GPA_MASK));
+ return !((rmap_1 ^ rmap_2) & RMAP_NESTED_GPA_MASK);
...>
}
