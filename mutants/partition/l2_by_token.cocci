// SPDX-License-Identifier: GPL-2.0
// breaks: L1 names the L2 to run by its LPID
// harm: another L2 runs than L1 asked for
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- kvmhv_get_nested(vcpu->kvm, l2_hv.lpid, true)
+ kvmhv_get_nested(vcpu->kvm, l2_hv.vcpu_token, true)
...>
}
