// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its DSCR back
// harm: a VMM runs with the guest's prefetch setting
// file: book3s_hv_p9_entry.c
@@
@@
restore_p9_host_os_sprs(...)
{
<...
- mtspr(SPRN_DSCR, current->thread.dscr);
...>
}
