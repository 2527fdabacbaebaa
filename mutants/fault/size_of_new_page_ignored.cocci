// SPDX-License-Identifier: GPL-2.0
// breaks: the page that L2 touches first has the size that L0 gave it
// harm: L2 reads and writes the wrong piece of a large page
// file: book3s_hv_nested.c
@@
@@
__kvmhv_nested_page_fault(...)
{
<...
- shift = kvmppc_radix_level_to_shift(level);
...>
}
