// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation for the hash MMU is refused
// harm: an L1 with a hash MMU is told that all went well
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
- (!r) ||
  (prs)
...>
}
