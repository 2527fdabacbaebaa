// SPDX-License-Identifier: GPL-2.0
// breaks: an entry holds any LPID that L1 may use
// harm: the L2s with the upper half of the LPIDs keep pages that the host
//	took away
// file: kvm_book3s_64.h
@@
@@
- #define RMAP_NESTED_LPID_SHIFT (52)
+ #define RMAP_NESTED_LPID_SHIFT (53)
