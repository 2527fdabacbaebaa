// SPDX-License-Identifier: GPL-2.0
// breaks: a fault that raced with an unmap begins anew
// harm: now and then a guest keeps a page that the host gave to others
// file: book3s_64_mmu_radix.c
@@
@@
kvmppc_create_pte(...)
{
<...
- if (mmu_invalidate_retry(kvm, mmu_seq))
-	goto out_unlock;
...>
}
