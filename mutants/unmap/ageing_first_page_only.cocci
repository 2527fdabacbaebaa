// SPDX-License-Identifier: GPL-2.0
// breaks: when the host ages a range, all pages of it are aged
// harm: the host takes what L2 does not use for used, and swaps out what it does
// gap: it takes DAMON to make the kernel age chosen pages, and Debian's 6.1 has none:
//	nested_reclaim.age_logged, which finds it elsewhere, skips there
// file: book3s_64_mmu_hv.c
@@
@@
kvm_age_gfn_hv(...)
{
<...
- for (gfn = range->start; gfn < range->end; gfn++)
-	ret |= kvm_age_radix(kvm, range->slot, gfn);
+ ret |= kvm_age_radix(kvm, range->slot, range->start);
...>
}
