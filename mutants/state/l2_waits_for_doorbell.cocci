// SPDX-License-Identifier: GPL-2.0
// breaks: an L2 with a doorbell of its own runs, and takes it
// harm: L1 enters it again and again, and L2 hangs
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
- vcpu->arch.pending_exceptions || xive_interrupt_pending(vcpu)
+ vcpu->arch.pending_exceptions || vcpu->arch.doorbell_request || xive_interrupt_pending(vcpu)
...>
}
