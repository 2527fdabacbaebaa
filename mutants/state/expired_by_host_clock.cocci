// SPDX-License-Identifier: GPL-2.0
// breaks: a decrementer without an expiry is over by the guest's clock
// harm: a migrated guest waits for hours for its first tick
// file: book3s_hv.c
@@
@@
kvmppc_set_one_reg_hv(...)
{
<...
- get_tb() + tb_offset
+ get_tb()
...>
}
