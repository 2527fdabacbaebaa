// SPDX-License-Identifier: GPL-2.0
// breaks: L1 comes back with its own clock
// harm: L1's time jumps with each L2 that has an offset
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- vc->tb_offset = saved_l1_hv.tb_offset;
...>
}
