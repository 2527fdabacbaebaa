// SPDX-License-Identifier: GPL-2.0
// breaks: a load from a page that L1 maps without R and W faults into L1
// harm: L2 hangs instead of faulting
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- !gpte_p->may_read && !gpte_p->may_write
+ !gpte_p->may_read && !gpte_p->may_execute
...>
}
