// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own DSCR
// harm: a guest runs with the VMM's prefetch setting
// file: book3s_hv_p9_entry.c
@@
@@
load_spr_state(...)
{
<...
- mtspr(SPRN_DSCR, vcpu->arch.dscr);
...>
}
