// SPDX-License-Identifier: GPL-2.0
// breaks: L2's store to a page that L1 maps writable does not fault into L1
// harm: L2 cannot write at all
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- if (!gpte_p->may_write) {
+ if (gpte_p->may_write) {
	...
  }
...>
}
