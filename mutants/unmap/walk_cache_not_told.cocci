// SPDX-License-Identifier: GPL-2.0
// breaks: a table of leaves is in no CPU's page walk cache when it is freed
// harm: a CPU takes for translations what somebody else writes into the page
// tlb: strict-pwc: the others keep no page directory entries
// tlbie: none with RIC=1 comes
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_radix_flush_pwc(...)
{
<...
- radix__flush_pwc_lpid(lpid);
...>
}
