// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation with process scope is refused
// harm: L1 believes that L2's process is invalidated, and it is not
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
  (!r)
- || (prs)
...>
}
