// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its VRSAVE back
// harm: a VMM that keeps to VRSAVE loses vector registers
// file: book3s_hv_p9_entry.c
@@
@@
restore_p9_host_os_sprs(...)
{
<...
- mtspr(SPRN_VRSAVE, current->thread.vrsave);
...>
}
