// SPDX-License-Identifier: GPL-2.0
// breaks: H_COPY_TOFROM_GUEST holds L2 no longer than it takes
// harm: L2s never end: each costs memory and an LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_copy_tofrom_guest_nested(...)
{
<...
- kvmhv_put_nested(gp);
...>
}
