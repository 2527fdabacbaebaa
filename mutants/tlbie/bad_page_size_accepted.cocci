// SPDX-License-Identifier: GPL-2.0
// breaks: a page size that does not exist is refused
// harm: L1 is told that all went well, or the host shifts by a negative number
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
- if (shift < 0)
-	return -EINVAL;
+ if (shift < 0)
+	return 0;
...>
}
