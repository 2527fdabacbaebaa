// SPDX-License-Identifier: GPL-2.0
// breaks: the bits of the address below the size of a leaf are not put into it
// harm: with 64K pages a shadow leaf names a real page within its own
// gap: with 4K pages nothing changes; with 64K pages the composition witness finds it
//	(nested_map.thp_2m_leaf_64k.unmapped_faults_to_l1 on backports-64k)
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- mask = (1UL << shift) - (1UL << actual_shift);
+ mask = (1UL << shift) - 1;
...>
}
