// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its TAR back
// harm: a VMM jumps to the guest's address
// file: book3s_hv_p9_entry.c
@@
@@
restore_p9_host_os_sprs(...)
{
<...
- mtspr(SPRN_TAR, current->thread.tar);
...>
}
