// SPDX-License-Identifier: GPL-2.0
// breaks: a fault that raced with a memslot's end begins anew
// harm: now and then a guest keeps a page of memory that the VMM took away
// gap: only a fault that is on its way while the slot goes can show it
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_radix_flush_memslot(...)
{
<...
- kvm->mmu_invalidate_seq++;
...>
}
