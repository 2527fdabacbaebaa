// SPDX-License-Identifier: GPL-2.0
// breaks: the host knows by the token on which CPU an L2 vCPU ran last
// harm: an L2 vCPU that L1 moves to another vCPU of its own meets translations that it
//	has invalidated
// tlbie: no tlbiel on the CPU that a vCPU comes back to
// file: book3s_hv.c
// places: 2
@@
@@
kvmppc_prepare_radix_vcpu(...)
{
<...
- vcpu->arch.nested_vcpu_id
+ vcpu->vcpu_id
...>
}
