// SPDX-License-Identifier: GPL-2.0
// breaks: userspace restores LPCR[DPFD]
// harm: a migrated guest runs slower
// file: book3s_hv.c
@@
@@
kvmppc_set_lpcr(...)
{
<...
- LPCR_DPFD | LPCR_ILE
+ LPCR_ILE
...>
}
