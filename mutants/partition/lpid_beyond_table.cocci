// SPDX-License-Identifier: GPL-2.0
// breaks: an LPID beyond L1's partition table is refused
// harm: L2s that no table entry describes
// file: book3s_hv_nested.c
@@
@@
kvmhv_get_nested(...)
{
<...
- if (l1_lpid >= (1ul << ((kvm->arch.l1_ptcr & PRTS_MASK) + 12 - 4)))
+ if (l1_lpid > (1ul << ((kvm->arch.l1_ptcr & PRTS_MASK) + 12 - 4)))
	return NULL;
...>
}
