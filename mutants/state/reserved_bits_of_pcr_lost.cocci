// SPDX-License-Identifier: GPL-2.0
// breaks: the reserved bits of the PCR are set for an L2
// harm: a newer CPU lets L2 have what the host knows nothing of
// hardware-only: they are for facilities of CPUs to come. No CPU to date has one behind
//	them, so that nothing differs there either
// file: book3s_hv_nested.c
@@
@@
restore_hv_regs(...)
{
<...
- hr->pcr | PCR_MASK
+ hr->pcr
...>
}
