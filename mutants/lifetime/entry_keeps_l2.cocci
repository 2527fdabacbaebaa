// SPDX-License-Identifier: GPL-2.0
// breaks: a run of L2 holds it no longer than it takes
// harm: L2s never end: each costs memory and an LPID
// file: book3s_hv_nested.c
@@
@@
kvmhv_enter_nested_guest(...)
{
<...
- kvmhv_put_nested(l2);
...>
}
