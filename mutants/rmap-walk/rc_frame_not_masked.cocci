// SPDX-License-Identifier: GPL-2.0
// breaks: the frame of a large page is compared without its low bits
// harm: none
// equivalent: the frame comes from a leaf of the size that the mask is for,
//	its low bits are zero
// file: book3s_hv_nested.c
@@
@@
kvmhv_update_nest_rmap_rc_list(...)
{
<...
- hpa &= mask;
...>
}
