// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own FP registers
// harm: a guest computes with the VMM's numbers
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
+ vcpu->arch.fp = current->thread.fp_state;
  trap = kvmhv_p9_guest_entry(...);
...>
}
