// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own vector registers
// harm: a guest computes with the VMM's numbers
// file: book3s_hv_p9_entry.c
@@
@@
load_vcpu_state(...)
{
<...
- load_vr_state(&vcpu->arch.vr);
...>
}
