// SPDX-License-Identifier: GPL-2.0
// breaks: each vCPU of an L2 has the facilities that L1 gives it
// harm: L1 does not learn that L2 wants a facility, and kills it
// tlb: strict: stock QEMU (10.0.2) checks HFSCR for no facility that KVM permits to a guest
// file: book3s_hv_nested.c
// places: 2
@@
iterator name kvm_for_each_vcpu;
@@
kvmhv_enter_nested_guest(...)
{
+ unsigned long each;
+ struct kvm_vcpu *other;
...
- vcpu->arch.nested_hfscr = l2_hv.hfscr;
+ kvm_for_each_vcpu(each, other, vcpu->kvm) other->arch.nested_hfscr = l2_hv.hfscr;
...
}
