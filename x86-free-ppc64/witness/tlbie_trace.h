/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every tlbie that the host executed for a guest, from the tracepoint
 * powerpc:tlbie, and the host's LPID of each guest's tables.
 *
 * Under emulation a wrong or missing tlbie mostly has no effect on data. Operands as in
 * the Power ISA 3.0B, Book III, 5.9.3.3. On CPUs with a tlbie erratum the kernel
 * executes each instruction twice.
 */
#ifndef KVM_HV_NESTED_TLBIE_TRACE_H
#define KVM_HV_NESTED_TLBIE_TRACE_H

#include <stdbool.h>
#include <stddef.h>

struct tlbie_event {
	unsigned long lpid;	/* the host's number, never 0 */
	unsigned long rb;	/* EPN, AP, IS */
	unsigned long rs;
	unsigned int ric;	/* TLBIE_RIC_... */
	unsigned int prs;	/* 0 partition-scoped, 1 process-scoped */
	bool local;		/* tlbiel: this CPU only */
	unsigned long when;	/* as trace_record.when has it */
};

/* All leaves of a tree were freed: kvmppc_free_pgtable_radix() was called. */
struct tlbie_free {
	unsigned long lpid;	/* the host's number */
	unsigned long when;	/* as trace_record.when has it */
};

struct notifier_ranges;
struct tlbie_trace;

/* NULL, or why tlbies cannot be traced here. */
const char *tlbie_trace_missing(void);

/*
 * Start it before the guest is created, or its LPID stays unknown. It lasts as long as
 * the test program (guard_for_program()): starting and stopping patch kernel text,
 * which takes a tenth of a second.
 */
struct tlbie_trace *tlbie_trace_start(void);

/* Discard the events so far, for a new case. */
void tlbie_trace_skip(struct tlbie_trace *trace);

/*
 * Read new events and append them. Pointers are valid until the next call; indices stay
 * the same.
 */
const struct tlbie_event *tlbie_trace_read(struct tlbie_trace *trace,
					   size_t *nr);
/* The events read so far. */
const struct tlbie_event *tlbie_trace_events(const struct tlbie_trace *trace,
					     size_t *nr);

/* MMU notifier ranges in the meantime; NULL if they cannot be traced. */
struct notifier_ranges *tlbie_trace_ranges(struct tlbie_trace *trace);

/* Indices stay the same; none if the function cannot be probed. */
const struct tlbie_free *tlbie_trace_frees(const struct tlbie_trace *trace,
					   size_t *nr);

/* Test error if events were dropped. Call it before any verdict on them. */
void tlbie_trace_check(struct tlbie_trace *trace);

/* From the events read: the host's LPID for the tables @pgdir; 0: unknown. */
unsigned long tlbie_trace_lpid(const struct tlbie_trace *trace,
			       unsigned long pgdir);
size_t tlbie_trace_nr_entries(const struct tlbie_trace *trace);
/* Has the host's @lpid the tables @pgdir, as partition_entry_is_kept() means it? */
bool tlbie_trace_kept(const struct tlbie_trace *trace, unsigned long lpid,
		      unsigned long pgdir, size_t since);

/* --- the effect of an event --- */

/*
 * Does it invalidate the partition-scoped translations of [addr, addr + (1 << shift)) of
 * @lpid on all CPUs: by a page of exactly that size, or by LPID?
 */
bool tlbie_covers(const struct tlbie_event *event, unsigned long lpid,
		  unsigned long addr, unsigned int shift);

/* Does it invalidate the page walk caches of @lpid on all CPUs? */
bool tlbie_covers_tables(const struct tlbie_event *event, unsigned long lpid);

#endif /* KVM_HV_NESTED_TLBIE_TRACE_H */
