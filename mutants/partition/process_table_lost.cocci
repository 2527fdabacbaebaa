// SPDX-License-Identifier: GPL-2.0
// breaks: L2 runs on the process table that L1's entry names
// harm: L2 cannot translate: it hangs or crashes
// file: book3s_hv_nested.c
@@
@@
kvmhv_update_ptbl_cache(...)
{
<...
- gp->process_table = be64_to_cpu(ptbl_entry.patb1);
+ gp->process_table = 0;
...>
}
