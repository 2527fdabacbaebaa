// SPDX-License-Identifier: GPL-2.0
// breaks: a vCPU token out of bounds is refused
// harm: L1 makes the host write outside an array
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- if (l2_hv.vcpu_token >= NR_CPUS)
-	return H_PARAMETER;
...>
}
