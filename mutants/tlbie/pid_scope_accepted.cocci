// SPDX-License-Identifier: GPL-2.0
// breaks: an invalidation by PID with partition scope is refused
// harm: none
// equivalent: the switch that follows has no case for IS 1, and its default
//	refuses in the same way
// file: book3s_hv_nested.c
@@
@@
kvmhv_emulate_priv_tlbie(...)
{
<...
  (!r) || (prs) || (ric == 3)
- || (is == 1)
...>
}
