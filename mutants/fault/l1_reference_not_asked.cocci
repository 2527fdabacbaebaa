// SPDX-License-Identifier: GPL-2.0
// breaks: where L1's leaf lacks C, L2's store faults into L1
// harm: L1's dirty log misses L2's stores
// file: book3s_hv_nested.c
@@
@@
kvmhv_handle_nested_set_rc(...)
{
<...
- if (pgflags & ~gpte.rc)
-	return RESUME_HOST;
...>
}
