// SPDX-License-Identifier: GPL-2.0
// breaks: each L2 address of a page has an entry of its own
// harm: when the host takes a page away, all but one of its L2 mappings stay
// file: book3s_hv_nested.c
@@
@@
kvmhv_n_rmap_is_equal(...)
{
<...
- return !((rmap_1 ^ rmap_2) & (RMAP_NESTED_LPID_MASK | RMAP_NESTED_GPA_MASK));
+ return !((rmap_1 ^ rmap_2) & RMAP_NESTED_LPID_MASK);
...>
}
