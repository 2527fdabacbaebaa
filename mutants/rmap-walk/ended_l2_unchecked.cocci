// SPDX-License-Identifier: GPL-2.0
// breaks: entries of an L2 that has ended are passed over
// harm: the host crashes when it clears dirty bits after an L2 ended
// file: book3s_hv_nested.c
@@
@@
find_kvm_nested_guest_pte(...)
{
<...
  gp = __find_nested(kvm, lpid);
- if (!gp)
-	return NULL;
...>
}
