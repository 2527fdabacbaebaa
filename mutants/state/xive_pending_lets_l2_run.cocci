// SPDX-License-Identifier: GPL-2.0
// breaks: an interrupt of L1's XIVE takes L2 off the CPU
// harm: L1's devices wait for as long as L2 runs
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
- vcpu->arch.pending_exceptions || xive_interrupt_pending(vcpu)
+ vcpu->arch.pending_exceptions
...>
}
