// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own TAR
// harm: a guest jumps to the VMM's address
// file: book3s_hv_p9_entry.c
@@
@@
load_spr_state(...)
{
<...
- mtspr(SPRN_TAR, vcpu->arch.tar);
...>
}
