/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every tlbie that the host executed for a guest, from the tracepoint
 * powerpc:tlbie, and which of the host's LPIDs each guest's tables have.
 *
 * Under emulation a wrong or missing tlbie mostly changes no data; here it
 * shows. Operands as in the Power ISA 3.0B, Book III, 5.9.3.3. On CPUs with a
 * tlbie erratum the kernel gives each instruction twice.
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

/* All leaves of a tree went at once: kvmppc_free_pgtable_radix() was called. */
struct tlbie_free {
	unsigned long lpid;	/* the host's number */
	unsigned long when;	/* as trace_record.when has it */
};

struct notifier_ranges;
struct tlbie_trace;

/* NULL, or why there can be no such trace here. */
const char *tlbie_trace_missing(void);

/*
 * Start it before the guest is made, or its LPID stays unknown. It lasts as long
 * as the test program (guard_for_program()): starting and stopping change the
 * kernel's text, which takes a tenth of a second.
 */
struct tlbie_trace *tlbie_trace_start(void);

/* Drop what was recorded so far, for another case. */
void tlbie_trace_skip(struct tlbie_trace *trace);

/*
 * Take in what happened since, after what was there already. Events stay valid
 * until the next call; positions in the array stay as they are.
 */
const struct tlbie_event *tlbie_trace_read(struct tlbie_trace *trace,
					   size_t *nr);
/* Those that were taken in already. */
const struct tlbie_event *tlbie_trace_events(const struct tlbie_trace *trace,
					     size_t *nr);

/* What the kernel took away from KVM meanwhile; NULL where it does not tell. */
struct notifier_ranges *tlbie_trace_ranges(struct tlbie_trace *trace);

/* Positions stay as they are; none where the function cannot be probed. */
const struct tlbie_free *tlbie_trace_frees(const struct tlbie_trace *trace,
					   size_t *nr);

/* Test error if the kernel had to drop events: before any verdict on them. */
void tlbie_trace_check(struct tlbie_trace *trace);

/* Of what was read: the host's LPID for the tables @pgdir; 0: unknown. */
unsigned long tlbie_trace_lpid(const struct tlbie_trace *trace,
			       unsigned long pgdir);
/* ... and the tables that the host's @lpid has; 0: none. */
unsigned long tlbie_trace_pgdir(const struct tlbie_trace *trace,
				unsigned long lpid);

/* --- what an event does --- */

/*
 * Does it remove partition-scoped translations of [addr, addr + (1 << shift))
 * of @lpid on all CPUs? By the page of that very size, or by all of the LPID.
 */
bool tlbie_covers(const struct tlbie_event *event, unsigned long lpid,
		  unsigned long addr, unsigned int shift);

/* Does it make all CPUs forget where page-table pages of @lpid are? */
bool tlbie_covers_tables(const struct tlbie_event *event, unsigned long lpid);

#endif /* KVM_HV_NESTED_TLBIE_TRACE_H */
