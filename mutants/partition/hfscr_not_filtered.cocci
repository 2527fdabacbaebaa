// SPDX-License-Identifier: GPL-2.0
// breaks: L1 gives L2 no facility that it has not itself
// harm: L2 uses facilities whose registers the host does not save
// file: book3s_hv_nested.c
@@
@@
load_l2_hv_regs(...)
{
<...
- l2_hv->hfscr & (HFSCR_INTR_CAUSE | vcpu->arch.hfscr_permitted)
+ l2_hv->hfscr
...>
}
