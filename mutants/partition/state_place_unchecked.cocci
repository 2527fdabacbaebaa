// SPDX-License-Identifier: GPL-2.0
// breaks: a state outside L1's memory is refused
// harm: an L2 runs with the state of nothing
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- if (err)
-	return H_PARAMETER;
...>
}
