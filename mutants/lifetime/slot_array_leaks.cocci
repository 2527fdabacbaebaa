// SPDX-License-Identifier: GPL-2.0
// breaks: a memslot that ends gives its array of rmap lists back
// harm: each memslot costs the host 8 bytes a page that it never gets back
// file: book3s_hv.c
@@
@@
kvmppc_core_free_memslot_hv(...)
{
<...
- vfree(slot->arch.rmap);
...>
}
