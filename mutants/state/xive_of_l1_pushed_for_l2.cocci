// SPDX-License-Identifier: GPL-2.0
// breaks: L2 does not run with L1's interrupts
// harm: L2 gets the interrupts of L1's devices, and L1 does not
// file: book3s_hv.c
// places: 2
@@
statement other;
@@
kvmhv_p9_guest_entry(...)
{
<...
  if (nested) {
+ kvmppc_xive_push_vcpu(vcpu);
  __this_cpu_write(cpu_in_guest, kvm);
  trap = kvmhv_vcpu_entry_p9(...);
  __this_cpu_write(cpu_in_guest, NULL);
+ kvmppc_xive_pull_vcpu(vcpu);
  } else other
...>
}
