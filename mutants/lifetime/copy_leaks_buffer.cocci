// SPDX-License-Identifier: GPL-2.0
// breaks: H_COPY_TOFROM_GUEST gives its buffer back
// harm: L1 uses up the host's memory
// file: book3s_hv_nested.c
@@
@@
kvmhv_copy_tofrom_guest_nested(...)
{
<...
- kfree(buf);
...>
}
