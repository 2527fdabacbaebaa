// SPDX-License-Identifier: GPL-2.0
// breaks: a copy that names two buffers is refused
// harm: L1's mistake overwrites its own memory
// file: book3s_hv_nested.c
@@
@@
kvmhv_copy_tofrom_guest_nested(...)
{
<...
- if (gp_to && gp_from)
-	return H_PARAMETER;
...>
}
