// SPDX-License-Identifier: GPL-2.0
// breaks: L1 chooses only some bits of L2's LPCR
// harm: L1 changes how the host's interrupts and translation work
// file: book3s_hv_nested.c
@@
@@
load_l2_hv_regs(...)
{
<...
- (vc->lpcr & ~mask) | (*lpcr & mask)
+ *lpcr
...>
}
