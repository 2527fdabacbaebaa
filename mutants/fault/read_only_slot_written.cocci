// SPDX-License-Identifier: GPL-2.0
// breaks: L2's store to a read-only memslot does not pass
// harm: L2 overwrites firmware
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- if (memslot->flags & KVM_MEM_READONLY) {
+ if (memslot->flags & KVM_MEM_LOG_DIRTY_PAGES) {
	...
  }
...>
}
