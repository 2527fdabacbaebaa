// SPDX-License-Identifier: GPL-2.0
// breaks: L1 finds TFHAR as L2 left it
// harm: a transaction of L2 that fails goes on at L1's address
// hardware-only: Debian's kernels are built without transactional memory
//	(CONFIG_PPC_TRANSACTIONAL_MEM), and stock QEMU (10.0.2) does not check HFSCR[TM].
//	Seen red on a 6.12 with it, under --tlb strict
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
  vcpu->arch.nested = NULL;
+#ifdef CONFIG_PPC_TRANSACTIONAL_MEM
+ vcpu->arch.tfhar = 0;
+#endif
...>
}
