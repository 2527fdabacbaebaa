// SPDX-License-Identifier: GPL-2.0
// breaks: the version of L2's state is read in L1's byte order
// harm: an L1 of the other byte order has no L2s
// file: book3s_hv_nested.c
@@
@@
kvmhv_read_guest_state_and_regs(...)
{
<...
- if (kvmppc_need_byteswap(vcpu)) l2_hv->version = swab64(l2_hv->version);
...>
}
