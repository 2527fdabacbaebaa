// SPDX-License-Identifier: GPL-2.0
/*
 * The tlbie witness; see tlbie_audit.h.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"
#include "host/host_probe.h"
#include "kvm_util.h"
#include "witness/notifier_ranges.h"
#include "missing_witness.h"
#include "witness/radix_dump.h"
#include "test_util.h"
#include "witness/tlbie_audit.h"
#include "witness/tlbie_diff.h"
#include "witness/tlbie_due.h"
#include "witness/tlbie_search.h"

#define MAX_VMS		8

/* The kernel reclaims and migrates pages on its own: a tlbie may be in progress. */
#define UNDER_WAY_US	100000

/* A VM at the last snapshot. */
struct seen {
	int vm_fd;
	struct radix_dump dump;
	unsigned long *lpids;		/* the host's, of each tree */
	size_t nr_events;		/* tlbies before it */
	size_t nr_entries;		/* partition table writes before it */
	size_t nr_frees;
	size_t nr_ranges;		/* that had begun when it was done */
};

static struct tlbie_trace *trace;
static struct seen seen[MAX_VMS];
static int nr_seen;
static bool wanted;		/* by this program */
static size_t nr_before;	/* events before the dump of the next snapshot */
static size_t nr_frees_before;
static size_t nr_entries_before;
static bool of_this_case;
static unsigned int saw;	/* TLBIE_SAW_…, in this case */

const char *tlbie_audit_missing(void)
{
	const char *reason = witness_switched_off("tlbie");

	if (!reason)
		reason = host_missing_debugfs();
	return reason ? reason : tlbie_trace_missing();
}

void tlbie_audit_start(int argc, char **argv)
{
	wanted = true;
	if (test_runs_nothing(argc, argv) || host_missing_any() ||
	    tlbie_audit_missing())
		return;
	guard_for_program();
	trace = tlbie_trace_start();
}

/* A child of the case would consume its events. */
void tlbie_audit_begin(void)
{
	if (of_this_case || !test_is_case_process())
		return;
	if (!trace) {
		if (wanted)
			witness_missing("tlbie", tlbie_audit_missing());
		return;
	}
	if (!tlbie_trace_ranges(trace))
		witness_missing("order of tlbie and MMU notifier",
				"this kernel's MMU notifier cannot be traced");
	tlbie_trace_skip(trace);
	of_this_case = true;
}

static bool is_on(void)
{
	return of_this_case && test_is_case_process();
}

static struct seen *find_seen(int vm_fd)
{
	int i;

	for (i = 0; i < nr_seen; i++) {
		if (seen[i].vm_fd == vm_fd)
			return &seen[i];
	}
	return NULL;
}

static struct seen *add_seen(int vm_fd)
{
	TEST_ASSERT(nr_seen < MAX_VMS, "raise MAX_VMS");
	seen[nr_seen].vm_fd = vm_fd;
	return &seen[nr_seen++];
}

/* Static buffer. */
static const char *name(const struct radix_tree *tree)
{
	static char text[40];

	snprintf(text, sizeof(text), tree->lpid ? "L2 (LPID %#lx)" : "L1",
		 tree->lpid);
	return text;
}

/* The host's LPID of each tree, looked up now since LPIDs and tables are reused. */
static unsigned long *lpids_of(const struct radix_dump *dump)
{
	unsigned long *lpids = calloc(dump->nr_trees, sizeof(*lpids));
	size_t i;

	TEST_ASSERT(lpids, "no memory for the tlbie witness");
	for (i = 0; i < dump->nr_trees; i++) {
		lpids[i] = tlbie_trace_lpid(trace, dump->trees[i].pgdir);
		TEST_ASSERT(lpids[i] || !dump->trees[i].nr_leaves,
			    "the trace has no partition table entry for the tables of %s",
			    name(&dump->trees[i]));
	}
	return lpids;
}

/*
 * Tree @i of the last look. Another L2 may have got its LPID and its tables since, which
 * the kernel does not print if it is L1's LPID 0.
 */
static bool in_partition_table(const struct seen *vm, size_t i)
{
	return vm->lpids[i] && tlbie_trace_kept(trace, vm->lpids[i],
						vm->dump.trees[i].pgdir,
						vm->nr_entries);
}

/*
 * The kernel does not print an L2 whose LPID is beyond L1's partition table, after L1 has
 * shortened it. The L2 still exists: use its tree of the last snapshot.
 */
static void keep_hidden(struct seen *vm, struct radix_dump *dump)
{
	struct radix_tree *tree;
	size_t i;

	for (i = 0; i < vm->dump.nr_trees; i++) {
		tree = &vm->dump.trees[i];
		if (tree->nr_leaves && !radix_dump_tree(dump, tree->lpid) &&
		    in_partition_table(vm, i))
			radix_dump_take_tree(dump, tree);
	}
}

/* The current version of tree @i of the last snapshot; NULL: it is gone. */
static const struct radix_tree *tree_now(const struct seen *vm, size_t i,
					 const struct radix_dump *dump,
					 const unsigned long *lpids)
{
	const struct radix_tree *before = &vm->dump.trees[i];
	const struct radix_tree *now = radix_dump_tree(dump, before->lpid);

	if (!now || now->pgdir != before->pgdir ||
	    lpids[now - dump->trees] != vm->lpids[i])
		return NULL;
	return now;
}

static void __noreturn __printf(1, 2) complain(const char *fmt, ...)
{
	char text[400];
	va_list args;

	/* Dropped trace events are a test error, not a kernel failure. */
	tlbie_trace_check(trace);
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	test_fail_caller("tlbie: %s", text);
}

static void hold_against(const struct seen *vm, const struct radix_dump *dump,
			 const unsigned long *lpids,
			 const struct tlbie_event *events, size_t nr_events)
{
	const char *complaint;
	size_t i;

	for (i = 0; i < vm->dump.nr_trees; i++) {
		struct tlbie_diff diff = {
			.before = &vm->dump.trees[i],
			.after = tree_now(vm, i, dump, lpids),
			.lpid = vm->lpids[i],
			.events = events + vm->nr_events,
			.nr_events = nr_events - vm->nr_events,
		};

		complaint = tlbie_diff_complaint(&diff);
		if (complaint) {
			/* Another CPU may have cleared the leaf and not issued the tlbie yet. */
			usleep(UNDER_WAY_US);
			events = tlbie_trace_read(trace, &nr_events);
			diff.events = events + vm->nr_events;
			diff.nr_events = nr_events - vm->nr_events;
			complaint = tlbie_diff_complaint(&diff);
		}
		if (complaint)
			complain("%s: %s", name(diff.before), complaint);
		saw |= diff.saw;
		if (!diff.after && diff.before->nr_leaves &&
		    in_partition_table(vm, i))
			complain("%s has ended, but the host's partition table has LPID %lu",
				 name(diff.before), diff.lpid);
	}
}

/* Before the kernel released pages, all CPUs must have had the tlbies for them. */
static const char *due_complaint(struct kvm_vm *vm, const struct seen *last,
				 const struct tlbie_event *events,
				 size_t nr_events)
{
	struct tlbie_due_look look = {
		.vm = vm,
		.dump = &last->dump,
		.lpids = last->lpids,
		.events = events + last->nr_events,
		.nr_events = nr_events - last->nr_events,
		.ranges = tlbie_trace_ranges(trace),
		.first_range = last->nr_ranges,
	};
	const char *complaint;

	look.frees = tlbie_trace_frees(trace, &look.nr_frees) + last->nr_frees;
	look.nr_frees -= last->nr_frees;
	complaint = tlbie_due_look_complaint(&look);
	saw |= look.saw;
	return complaint;
}

static void hold_against_ranges(struct kvm_vm *vm, const struct seen *last,
				const struct tlbie_event *events,
				size_t nr_events)
{
	const char *complaint = due_complaint(vm, last, events, nr_events);

	if (!complaint)
		return;
	/* Events of different CPUs are not read in order. */
	events = tlbie_trace_read(trace, &nr_events);
	complaint = due_complaint(vm, last, events, nr_events);
	if (complaint)
		complain("%s", complaint);
}

static void drop(struct seen *vm)
{
	radix_dump_free(&vm->dump);
	free(vm->lpids);
	vm->lpids = NULL;
}

void tlbie_audit_before_look(void)
{
	if (!is_on())
		return;
	tlbie_trace_read(trace, &nr_before);
	nr_entries_before = tlbie_trace_nr_entries(trace);
	tlbie_trace_frees(trace, &nr_frees_before);
}

static bool is_our_thread(int pid)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/self/task/%d", pid);
	return !access(path, F_OK);
}

bool tlbie_audit_host_took(struct kvm_vm *vm, const void *hva)
{
	const struct notifier_range *ranges;
	unsigned long addr = (unsigned long)hva;
	const struct seen *last;
	size_t i, nr;

	if (!is_on())
		return false;
	tlbie_trace_read(trace, &nr);
	ranges = notifier_ranges_get(tlbie_trace_ranges(trace), &nr);
	last = find_seen(vm->fd);
	for (i = last ? last->nr_ranges : 0; i < nr; i++) {
		if (ranges[i].start <= addr && addr < ranges[i].end &&
		    !is_our_thread(ranges[i].pid))
			return true;
	}
	return false;
}

void tlbie_audit_look(struct kvm_vm *vm, struct radix_dump *dump)
{
	const struct tlbie_event *events;
	struct seen *last;
	unsigned long *lpids;
	size_t nr, nr_ranges;

	if (!is_on())
		return;
	notifier_ranges_show_ours(tlbie_trace_ranges(trace));
	events = tlbie_trace_read(trace, &nr);
	notifier_ranges_check(tlbie_trace_ranges(trace));
	notifier_ranges_get(tlbie_trace_ranges(trace), &nr_ranges);
	last = find_seen(vm->fd);
	if (last)
		keep_hidden(last, dump);
	lpids = lpids_of(dump);
	if (last) {
		hold_against(last, dump, lpids, events, nr);
		/* That may have read more, and reallocated the array. */
		events = tlbie_trace_events(trace, &nr);
		hold_against_ranges(vm, last, events, nr);
	} else {
		last = add_seen(vm->fd);
	}
	drop(last);
	last->dump = *dump;
	last->lpids = lpids;
	last->nr_events = nr_before;
	last->nr_entries = nr_entries_before;
	last->nr_frees = nr_frees_before;
	last->nr_ranges = nr_ranges;
	memset(dump, 0, sizeof(*dump));
}

void tlbie_audit_vm_ended(int vm_fd)
{
	struct radix_dump nothing = {};
	const struct tlbie_event *events;
	struct seen *last = find_seen(vm_fd);
	size_t nr;

	/* A process that shared it keeps it alive. */
	if (!is_on() || !last || radix_dump_is_there(vm_fd))
		return;
	events = tlbie_trace_read(trace, &nr);
	hold_against(last, &nothing, NULL, events, nr);
	tlbie_trace_check(trace);
	drop(last);
	*last = seen[--nr_seen];
}

unsigned long tlbie_audit_host_lpid(int vm_fd, unsigned long lpid)
{
	const struct seen *last = find_seen(vm_fd);
	const struct radix_tree *tree;

	if (!last)
		return 0;
	tree = radix_dump_tree(&last->dump, lpid);
	return tree ? last->lpids[tree - last->dump.trees] : 0;
}

unsigned int tlbie_audit_saw(void)
{
	return saw;
}

bool tlbie_audit_has_host_address(unsigned long lpid,
				  const struct radix_leaf *leaf)
{
	struct tlbie_search search = { .lpid = lpid };

	if (!is_on())
		return false;
	search.events = tlbie_trace_read(trace, &search.nr_events);
	return tlbie_search_host_address(&search, leaf, TLBIE_EVER);
}
