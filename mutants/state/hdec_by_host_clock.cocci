// SPDX-License-Identifier: GPL-2.0
// breaks: L1 says by its own clock until when L2 runs
// harm: L2 keeps the CPU for hours, or does not run
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- l2_hv.hdec_expiry - vc->tb_offset
+ l2_hv.hdec_expiry
...>
}
