/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every tlbie that the host executed for a guest, from the tracepoint
 * powerpc:tlbie, and which shadow LPID each nested guest has.
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
	unsigned int ric;	/* 0 TLB, 1 page walk cache, 2 all */
	unsigned int prs;	/* 0 partition-scoped, 1 process-scoped */
	bool local;		/* tlbiel: this CPU only */
};

/* A nested guest as kvmhv_set_ptbl_entry() gave it to the hardware. */
struct tlbie_shadow {
	unsigned long lpid;	/* the host's number */
	unsigned long pgdir;	/* as radix_dump.h has it; 0: taken away */
};

struct tlbie_trace;

/* NULL, or why there can be no such trace here. */
const char *tlbie_trace_missing(void);

/* Start it before the nested guest is made, or its LPID stays unknown. */
struct tlbie_trace *tlbie_trace_start(void);

/*
 * Take in what happened since, after what was there already. Events stay valid
 * until the next call; positions in the array stay as they are.
 */
const struct tlbie_event *tlbie_trace_read(struct tlbie_trace *trace,
					   size_t *nr);

/* The shadow LPID of the nested guest whose tree is @pgdir; 0: unknown. */
unsigned long tlbie_trace_shadow_lpid(struct tlbie_trace *trace,
				      unsigned long pgdir);

void tlbie_trace_stop(struct tlbie_trace *trace);

/* --- what an event does --- */

/*
 * Does it remove partition-scoped translations of [addr, addr + (1 << shift))
 * of @lpid on all CPUs? By the page of that very size, or by all of the LPID.
 */
bool tlbie_covers(const struct tlbie_event *event, unsigned long lpid,
		  unsigned long addr, unsigned int shift);

/* How many of @nr events do. */
size_t tlbie_count(const struct tlbie_event *events, size_t nr,
		   unsigned long lpid, unsigned long addr, unsigned int shift);

#endif /* KVM_HV_NESTED_TLBIE_TRACE_H */
