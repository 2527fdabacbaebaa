// SPDX-License-Identifier: GPL-2.0
// breaks: L2's store to a page that L1 maps read-only faults into L1
// harm: the store never ends: L2 hangs instead of faulting
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- if (!gpte_p->may_write) {
+ if (!gpte_p->may_read) {
	flags |= DSISR_PROTFAULT;
	...
  }
...>
}
