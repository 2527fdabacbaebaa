// SPDX-License-Identifier: GPL-2.0
// breaks: H_COPY_TOFROM_GUEST reads the L2 that L1 named
// harm: L1 reads another guest's memory
// tlb: strict: stock QEMU does not translate the hypervisor's accesses
//	by quadrants 1 and 2 for a nested guest
// file: book3s_hv_nested.c
@@
@@
kvmhv_copy_tofrom_guest_nested(...)
{
<...
- __kvmhv_copy_tofrom_guest_radix(gp->shadow_lpid, pid, eaddr, buf, NULL, n)
+ __kvmhv_copy_tofrom_guest_radix(gp->l1_lpid, pid, eaddr, buf, NULL, n)
...>
}
