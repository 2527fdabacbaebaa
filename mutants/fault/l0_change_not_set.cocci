// SPDX-License-Identifier: GPL-2.0
// breaks: L2's store to a clean page makes it dirty for L0
// harm: L2's stores are missing from the dirty log: a migrated guest has old
//	data
// file: book3s_hv_nested.c
@@
@@
kvmhv_handle_nested_set_rc(...)
{
<...
- ret = kvmppc_hv_handle_set_rc(kvm, false, writing, gpte.raddr, kvm->arch.lpid);
+ ret = 1;
...>
}
