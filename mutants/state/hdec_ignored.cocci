// SPDX-License-Identifier: GPL-2.0
// breaks: L2 ends when its time is over
// harm: L2 keeps the CPU for ever
// file: book3s_hv.c
@@
@@
kvmhv_p9_guest_entry(...)
{
<...
- BOOK3S_INTERRUPT_NESTED_HV_DECREMENTER
+ BOOK3S_INTERRUPT_HV_DECREMENTER
...>
}
