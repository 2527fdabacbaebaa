// SPDX-License-Identifier: GPL-2.0
// breaks: a timebase offset is a whole multiple of 2^24
// harm: each exit of the guest moves the host's clock
// file: book3s_hv.c
@@
@@
kvmppc_set_one_reg_hv(...)
{
<...
- ALIGN(set_reg_val(id, *val), 1UL << 24)
+ set_reg_val(id, *val)
...>
}
