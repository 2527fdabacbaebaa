// SPDX-License-Identifier: GPL-2.0
// breaks: where L1 maps nothing, L1 is told so
// harm: L1 kills L2 instead of mapping the page
// file: book3s_hv_nested.c
@@
@@
kvmhv_translate_addr_nested(...)
{
<...
- flags |= DSISR_NOHPTE;
+ flags |= DSISR_PROTFAULT;
...>
}
