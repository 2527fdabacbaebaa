// SPDX-License-Identifier: GPL-2.0
// breaks: L1 is told that L2's time is over by HDEC's interrupt
// harm: L1 takes it for an unknown exit and ends L2
// file: book3s_hv.c
@@
@@
kvmppc_handle_nested_exit(...)
{
<...
- vcpu->arch.trap = BOOK3S_INTERRUPT_HV_DECREMENTER;
...>
}
