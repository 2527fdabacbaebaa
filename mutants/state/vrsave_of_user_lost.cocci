// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its VRSAVE back
// harm: a VMM that keeps to VRSAVE loses vector registers
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
  trap = kvmhv_p9_guest_entry(...);
+ mtspr(SPRN_VRSAVE, vcpu->arch.vrsave);
...>
}
