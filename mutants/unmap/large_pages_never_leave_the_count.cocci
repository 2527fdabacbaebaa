// SPDX-License-Identifier: GPL-2.0
// breaks: pages_2M counts the 2M pages that are mapped now
// harm: statistics that only grow
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- kvm->stat.num_2M_pages--;
...>
}
