// SPDX-License-Identifier: GPL-2.0
// breaks: a VM that ends gives its rmap entries back
// harm: each VM costs the host memory that it never gets back
// file: book3s_hv_nested.c
@@
iterator name kvm_for_each_memslot;
@@
kvmhv_release_all_nested(...)
{
<...
- kvm_for_each_memslot(memslot, bkt, kvm_memslots(kvm))
-	kvmhv_free_memslot_nest_rmap(memslot);
...>
}
