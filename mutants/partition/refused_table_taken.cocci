// SPDX-License-Identifier: GPL-2.0
// breaks: a refused partition table changes nothing
// harm: after a mistake of L1 all its L2s are gone
// file: book3s_hv_nested.c
@@
@@
kvmhv_set_partition_table(...)
{
<...
- if (ret == H_SUCCESS)
-	kvm->arch.l1_ptcr = ptcr;
+ kvm->arch.l1_ptcr = ptcr;
...>
}
