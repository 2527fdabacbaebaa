// SPDX-License-Identifier: GPL-2.0
// breaks: a guest enters with its own UAMOR
// harm: a guest's processes cannot use their keys
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
+ vcpu->arch.uamor = 0;
  trap = kvmhv_p9_guest_entry(...);
...>
}
