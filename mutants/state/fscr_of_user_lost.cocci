// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its facilities back
// harm: a VMM dies of an instruction that it may use
// file: book3s_hv_p9_entry.c
@@
@@
restore_p9_host_os_sprs(...)
{
<...
- mtspr(SPRN_FSCR, current->thread.fscr);
...>
}
