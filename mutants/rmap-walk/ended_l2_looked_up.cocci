// SPDX-License-Identifier: GPL-2.0
// breaks: entries of an L2 that has ended are passed over
// harm: none
// equivalent: find_kvm_nested_guest_pte() looks the same number up under the
//	same lock and finds no leaf, so the missing L2 is not used
// file: book3s_hv_nested.c
@@
@@
kvmhv_remove_nest_rmap(...)
{
<...
  gp = __find_nested(kvm, lpid);
- if (!gp)
-	return;
...>
}
