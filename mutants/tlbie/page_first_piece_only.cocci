// SPDX-License-Identifier: GPL-2.0
// breaks: of a large leaf all pieces go
// harm: L2 reaches most of a large page that L1 took away
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_tlb_addr(...)
{
<...
- npages > 0
+ 0
...>
}
