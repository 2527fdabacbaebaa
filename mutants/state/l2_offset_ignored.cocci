// SPDX-License-Identifier: GPL-2.0
// breaks: L2's clock is L1's by the offset that L1 gives
// harm: L2's time jumps
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- vc->tb_offset += l2_hv.tb_offset;
...>
}
