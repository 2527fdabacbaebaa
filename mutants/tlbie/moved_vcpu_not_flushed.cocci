// SPDX-License-Identifier: GPL-2.0
// breaks: a vCPU that comes back to a CPU finds nothing there that it has
//	invalidated elsewhere by tlbiel
// harm: a guest goes on using pages that it has unmapped, after the scheduler moved
//	its vCPU twice
// tlb: strict: stock QEMU empties the TLB at each entry of a guest
// tlbie: no tlbiel on the CPU that a vCPU comes back to
// file: book3s_hv.c
@@
expression E1, E2, E3;
@@
kvmppc_prepare_radix_vcpu(...)
{
<...
- radix_flush_cpu(E1, E2, E3);
+ smp_mb();
...>
}
