// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own UAMOR
// harm: a guest's processes cannot use their keys
// file: book3s_hv_p9_entry.c
@@
@@
load_spr_state(...)
{
<...
- mtspr(SPRN_UAMOR, vcpu->arch.uamor);
...>
}
