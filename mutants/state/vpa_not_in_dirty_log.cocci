// SPDX-License-Identifier: GPL-2.0
// breaks: the page of the VPA is in the dirty log
// harm: a migrated guest has an old dispatch count
// file: book3s_hv.c
@@
@@
kvm_vm_ioctl_get_dirty_log_hv(...)
{
<...
- kvmppc_harvest_vpa_dirty(&vcpu->arch.vpa, memslot, buf);
...>
}
