// SPDX-License-Identifier: GPL-2.0
// breaks: a fetch from a page that L1 maps without X faults into L1
// harm: L2 hangs instead of faulting
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- if (!gpte_p->may_execute) {
+ if (!gpte_p->may_read) {
	...
  }
...>
}
