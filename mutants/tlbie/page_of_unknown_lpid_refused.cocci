// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation for an L2 that never ran succeeds
// harm: L1 takes its own invalidation for failed when it sets an L2 up
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
  if (!gp)
-	return 0;
+	return -EINVAL;
...>
}
