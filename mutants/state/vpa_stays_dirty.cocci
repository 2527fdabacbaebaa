// SPDX-License-Identifier: GPL-2.0
// breaks: reading the dirty log clears it for the VPA
// harm: a migration never comes to its end
// file: book3s_64_mmu_hv.c
@@
@@
kvmppc_harvest_vpa_dirty(...)
{
<...
- vpa->dirty = false;
...>
}
