// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own DSCR
// harm: a guest runs with the VMM's prefetch setting
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
+ vcpu->arch.dscr = current->thread.dscr;
  trap = kvmhv_p9_guest_entry(...);
...>
}
