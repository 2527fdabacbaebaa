// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own TAR
// harm: a guest jumps to the VMM's address
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
+ vcpu->arch.tar = current->thread.tar;
  trap = kvmhv_p9_guest_entry(...);
...>
}
