// SPDX-License-Identifier: GPL-2.0
// breaks: a state of a later version is refused
// harm: none
// equivalent: hv_guest_state_size() does not know the size of such a state,
//	and reading it has failed before
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- if (l2_hv.version > HV_GUEST_STATE_VERSION)
-	return H_P2;
...>
}
