// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its DSCR back
// harm: a VMM runs with the guest's prefetch setting
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
  trap = kvmhv_p9_guest_entry(...);
+ mtspr(SPRN_DSCR, vcpu->arch.dscr);
...>
}
