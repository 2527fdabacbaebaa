// SPDX-License-Identifier: GPL-2.0
// breaks: an L1 leaf takes the L2 leaves above it along, an L2 leaf none
// harm: L2 goes on using pages that the host gave to others
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- if (lpid != kvm->arch.lpid)
+ if (lpid == kvm->arch.lpid)
	return;
...>
}
