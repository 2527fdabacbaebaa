// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation with RIC 3 is refused
// harm: L1 is told that all went well, and nothing happened
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
  (!r) || (prs)
- || (ric == 3)
...>
}
