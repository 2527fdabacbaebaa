/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tlbie witness sees and does not complain of, since it is a known defect:
 * fixture/known_defects.c has which.
 */
#ifndef KVM_HV_NESTED_TLBIE_SAW_H
#define KVM_HV_NESTED_TLBIE_SAW_H

enum {
	/* A change bit went, and the tlbie named L1's number of the L2. */
	TLBIE_SAW_RC_WRONG_LPID	= 1 << 0,
	/*
	 * A larger leaf came in the place of small ones, and their tlbies named their
	 * host addresses.
	 */
	TLBIE_SAW_HOST_ADDRESS	= 1 << 1,
	/*
	 * All leaves of the tree had gone when the kernel let go of a page of theirs,
	 * and the tlbie of the LPID was yet to come.
	 */
	TLBIE_SAW_LATE_FLUSH	= 1 << 2,
};

#endif /* KVM_HV_NESTED_TLBIE_SAW_H */
