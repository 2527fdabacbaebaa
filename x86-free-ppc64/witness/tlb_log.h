/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The log of the emulated machine's TLB, with --tlb strict: each use of a TLB entry while
 * the page tables had another one, and the tlbie that removed it (machine/qemu/). The use
 * of a stale entry is a failure, even if the data was right.
 */
#ifndef KVM_HV_NESTED_TLB_LOG_H
#define KVM_HV_NESTED_TLB_LOG_H

#include <stdbool.h>
#include <stddef.h>

struct tlb_use {
	unsigned int cpu;
	unsigned int lpid;		/* the host's number */
	unsigned long ra;
	unsigned int shift;		/* of the kept leaf */
	char access[8];			/* load, store, fetch */
	char lost[16];			/* leaf, page, permission, change, reference */
	unsigned long kept;
	unsigned long tables;		/* 0: they hold no leaf */
	unsigned long long filled;	/* nanoseconds of the machine's clock */
	unsigned long long now;
};

#define TLB_USES_MAX	256

struct tlb_use_list {
	struct tlb_use use[TLB_USES_MAX];
	size_t nr;
};

struct tlb_uses {
	struct tlb_use_list stale;	/* the page may have been reused */
	struct tlb_use_list rc;		/* of L2, and no more than R and C were lost */
};

/* False if the line is another. */
bool tlb_use_parse(struct tlb_use *use, const char *line);
/*
 * Classify the lines of @text. @races: a guest ran while its memory was unmapped, so that
 * a use is allowed if a tlbie of another CPU follows.
 */
void tlb_uses_parse(struct tlb_uses *uses, const char *text, bool races);

/* At the start of a case. Without such a log, this and the others do nothing. */
void tlb_log_begin(void);
/* From here on, guests run in threads of their own. */
void tlb_log_expect_races(void);
/* Fail the case if an entry was used that was no longer in the tables. */
void tlb_log_judge(void);
/*
 * Is there a use of an unmapped page for which @fn returns true, and does @fn return true
 * for all uses that were not allowed? A use that is followed by the guest's next flush
 * counts as allowed.
 */
bool tlb_log_explained(bool (*fn)(const struct tlb_use *use));
/*
 * Did the known defect nested-rc-wrong-lpid show in this case: did L2 use reference and
 * change bits that its shadow leaf had lost?
 */
bool tlb_log_saw_wrong_lpid(void);

#endif /* KVM_HV_NESTED_TLB_LOG_H */
