// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own VRSAVE
// harm: a guest that keeps to VRSAVE loses vector registers
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
+ vcpu->arch.vrsave = current->thread.vrsave;
  trap = kvmhv_p9_guest_entry(...);
...>
}
