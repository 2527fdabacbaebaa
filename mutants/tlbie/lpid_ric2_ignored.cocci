// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation of all of an LPID's state acts
// harm: L2 keeps its old memory when L1 gives it another root
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_tlbie_lpid(...)
{
<...
- kvmhv_flush_nested(gp);
...>
}
