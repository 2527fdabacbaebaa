// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation holds L2 no longer than it takes
// harm: L2s never end: each costs memory and an LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
- kvmhv_put_nested(gp);
...>
}
