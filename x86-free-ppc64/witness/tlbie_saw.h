/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Known defects that the tlbie witness recognizes and does not report as failures;
 * fixture/known_defects.c maps them to names.
 */
#ifndef KVM_HV_NESTED_TLBIE_SAW_H
#define KVM_HV_NESTED_TLBIE_SAW_H

enum {
	/*
	 * nested-rc-wrong-lpid: a change bit was cleared, and the tlbie had L1's LPID of
	 * the L2.
	 */
	TLBIE_SAW_RC_WRONG_LPID	= 1 << 0,
	/*
	 * large-leaf-wrong-tlbie: a larger leaf replaced small ones, and the tlbies for
	 * these had host addresses.
	 */
	TLBIE_SAW_HOST_ADDRESS	= 1 << 1,
	/*
	 * flush-nested-unlocked: all leaves of the tree had been removed when the kernel
	 * released a page of theirs, but the tlbie of the LPID came later.
	 */
	TLBIE_SAW_LATE_FLUSH	= 1 << 2,
};

#endif /* KVM_HV_NESTED_TLBIE_SAW_H */
