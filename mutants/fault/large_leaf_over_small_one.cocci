// SPDX-License-Identifier: GPL-2.0
// breaks: a shadow leaf is no larger than L1's
// harm: L2 reads and writes L1's memory beside its own
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- if (shift > l1_shift) {
+ if (shift < l1_shift) {
	...
  }
...>
}
