// SPDX-License-Identifier: GPL-2.0
// breaks: an interrupt that L1 does not permit yet comes when it does
// harm: L1's devices wait until L1 exits for something else
// tlb: strict: stock QEMU (10.0.2) does nothing by LPCR[MER]
// file: book3s_hv.c
@@
@@
kvmhv_run_single_vcpu(...)
{
<...
- lpcr |= LPCR_MER;
+ ;
...>
}
