// SPDX-License-Identifier: GPL-2.0
// breaks: any address in a leaf names the leaf
// harm: L2 reaches the start of a large page that L1 took away by another
//	address
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
- addr &= ~((1UL << shift) - 1);
...>
}
