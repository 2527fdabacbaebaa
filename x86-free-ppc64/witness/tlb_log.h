/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The log of the emulated machine's TLB, with --tlb strict: each use of a kept
 * translation while the tables held another, and the tlbie that removed it
 * (machine/qemu/). A use of what the tables no longer back is a failure, also if
 * the data looked right.
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
	struct tlb_use_list stale;	/* the page may be somebody else's */
	struct tlb_use_list rc;		/* of L2, and no more than R and C were lost */
};

/* False if the line is another. */
bool tlb_use_parse(struct tlb_use *use, const char *line);
/*
 * Sorts the lines of @text. @races: a guest ran while something else took its memory
 * away, so that a use is in time if a tlbie of another CPU was still to come.
 */
void tlb_uses_parse(struct tlb_uses *uses, const char *text, bool races);

/* NULL, or why this machine has no such log. */
const char *tlb_log_missing(void);
/* At the start of a case. */
void tlb_log_begin(void);
/* From here on, guests run in threads of their own. */
void tlb_log_expect_races(void);
/* Fails the case if an entry was used that no longer was in the tables. */
void tlb_log_judge(void);
/*
 * Is there a use of a page that went for which @fn holds, and holds it for all of those
 * that were not in time? One that the guest's next flush ends looks as if in time.
 */
bool tlb_log_explained(bool (*fn)(const struct tlb_use *use));
/*
 * Has the known defect nested-rc-wrong-lpid shown in this case: did L2 go on with the
 * reference and change bits that a leaf of its shadow table had lost?
 */
bool tlb_log_saw_wrong_lpid(void);

#endif /* KVM_HV_NESTED_TLB_LOG_H */
