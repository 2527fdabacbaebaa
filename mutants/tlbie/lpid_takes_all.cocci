// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation of one LPID leaves the others alone
// harm: every invalidation slows all L2s down
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
  gp = kvmhv_get_nested(kvm, lpid, false);
  if (gp) {
-	kvmhv_emulate_tlbie_lpid(vcpu, gp, ric);
+	kvmhv_emulate_tlbie_all_lpid(vcpu, ric);
	kvmhv_put_nested(gp);
  }
...>
}
