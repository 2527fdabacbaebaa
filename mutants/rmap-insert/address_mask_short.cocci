// SPDX-License-Identifier: GPL-2.0
// breaks: an entry holds the L2 address up to its bit 51
// harm: L2 keeps pages at addresses with bit 51 set when the host takes them
//	away
// file: kvm_book3s_64.h
@@
@@
- #define RMAP_NESTED_GPA_MASK 0x000FFFFFFFFFF000UL
+ #define RMAP_NESTED_GPA_MASK 0x0007FFFFFFFFF000UL
