/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The list of known kernel defects, and in which kernels each is open or fixed.
 * docs/kernel-defects.md describes them.
 *
 * Used by the tests (lib/defect_state.c and the fixture's table, compiled in) and by the
 * runner (defects.awk, for the names). For awk the name must be in an entry's first line.
 *
 *	KNOWN_DEFECT(ID, "name",
 *		     "versions", "versions", "commit")
 *
 * The first list has kernels whose source was read and has the defect. The second list
 * has the first versions known to have the fix: X.Y.Z applies to stable kernels X.Y only,
 * X.Y to all later kernels. The commit is the mainline fix. For other kernels the state
 * is unknown; lib/defect_state.c has the rules.
 *
 * If several defects show in a case, the first in this order is the verdict.
 */
KNOWN_DEFECT(NEGATIVE_SHIFT, "small-page-negative-shift",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(UPGRADE_WARNING, "nested-upgrade-warning",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(SOFT_DIRTY_WARNING, "soft-dirty-warning",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(RC_WRONG_LPID, "nested-rc-wrong-lpid",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(LARGE_LEAF_TLBIE, "large-leaf-wrong-tlbie",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(FLUSH_UNLOCKED, "flush-nested-unlocked",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(SECOND_LEAF, "second-leaf-ors-frames",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(WRITE_ONLY_LEAF, "write-only-leaf-hangs",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(NESTED_CREATE_RACE, "nested-create-race",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(LOG_RACE, "nested-dirty-log-race",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(HALF_AGED, "huge-page-half-aged",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(RUN_LOSES_FP, "kvm-run-loses-fp-registers",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(SLOT_EDGE, "slot-edge-in-huge-page",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(ENDED_L2_UNLOCKED, "ended-l2-unlocked",
	     "6.1.176 6.12.95", "6.1.189 6.6.158 6.18.54 7.2.8 7.3", "51938dfa8a51")
KNOWN_DEFECT(PTCR_SIZE, "ptcr-size-unchecked",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(TB_OFFSET, "nested-tb-offset-unaligned",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(DTL_DIRTY, "dispatch-log-not-dirty",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(MMCR3, "mmcr3-not-set",
	     "6.1.176", "6.12", "f9ca6a10be20")
KNOWN_DEFECT(PCR_ORDER, "nested-pcr-byte-order",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(BIG_ENDIAN, "nested-big-endian-refused",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(XIVE_PENDING, "xive-pending-unseen",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(REAL_MODE_MMIO, "real-mode-mmio-hangs",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(ENDED_L2_MAPS, "ended-l2-maps-on",
	     "6.1.176 6.12.95 7.2.13", "", "")
KNOWN_DEFECT(LPID_0, "lpid-0-ends-the-list",
	     "6.1.176 6.12.95 7.2.13", "", "")
