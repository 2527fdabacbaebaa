// SPDX-License-Identifier: GPL-2.0
// breaks: the host sees which of its pages guests use
// harm: the host swaps out what guests use most
// gap: it takes DAMON to make the kernel look at chosen pages, and Debian's 6.1 has none:
//	nested_look.sees_what_l2_uses, which finds it elsewhere, skips there
// file: book3s_64_mmu_radix.c
@@
@@
kvm_test_age_radix(...)
{
<...
- ref = true;
+ ref = false;
...>
}
