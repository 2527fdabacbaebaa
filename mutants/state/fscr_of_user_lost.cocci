// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its facilities back
// harm: a VMM dies of an instruction that it may use
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
  trap = kvmhv_p9_guest_entry(...);
+ mtspr(SPRN_FSCR, vcpu->arch.fscr);
...>
}
