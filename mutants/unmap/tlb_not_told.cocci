// SPDX-License-Identifier: GPL-2.0
// breaks: a leaf that goes takes its TLB entries along before the page is free
// harm: a guest that runs on another CPU goes on using pages that the host
//	gave to others
// tlbie: none comes
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_unmap_pte(...)
{
<...
- kvmppc_radix_tlbie_page(kvm, gpa, shift, lpid);
...>
}
