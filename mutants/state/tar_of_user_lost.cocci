// SPDX-License-Identifier: GPL-2.0
// breaks: userspace gets its TAR back
// harm: a VMM jumps to the guest's address
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
  trap = kvmhv_p9_guest_entry(...);
+ mtspr(SPRN_TAR, vcpu->arch.tar);
...>
}
