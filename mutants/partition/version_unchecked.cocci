// SPDX-License-Identifier: GPL-2.0
// breaks: a state of a later version is refused
// harm: a state of a version that the host does not know is taken for one it knows
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
