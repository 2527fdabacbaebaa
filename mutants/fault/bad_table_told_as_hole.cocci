// SPDX-License-Identifier: GPL-2.0
// breaks: where L1's table has a shape that is not supported, L1 is told so
// harm: L1 maps the page again and again
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- flags |= DSISR_UNSUPP_MMU;
+ flags |= DSISR_NOHPTE;
...>
}
