// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own VRSAVE
// harm: a guest that keeps to VRSAVE loses vector registers
// file: book3s_hv_p9_entry.c
@@
@@
load_spr_state(...)
{
<...
- mtspr(SPRN_VRSAVE, vcpu->arch.vrsave);
...>
}
