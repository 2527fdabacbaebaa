/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ranges of this process's memory that the kernel invalidated through KVM's MMU
 * notifier, and when it could release the pages.
 *
 * Before it unmaps, moves or protects pages, the kernel calls
 * kvm_mmu_notifier_invalidate_range_start() for each VM, which removes KVM's
 * translations of the range. Then kvm_arch_guest_memory_reclaimed() is called, and the
 * pages may be released (virt/kvm/kvm_main.c).
 */
#ifndef KVM_HV_NESTED_NOTIFIER_RANGES_H
#define KVM_HV_NESTED_NOTIFIER_RANGES_H

#include <stdbool.h>
#include <stddef.h>

struct trace_record;
struct trace_session;

struct notifier_range {
	unsigned long start;	/* hva; end is the first byte beyond */
	unsigned long end;
	/* Done for all VMs of the process, as trace_record.when; 0: not yet, or no memslot. */
	unsigned long done;
	/* private */
	unsigned long notifier;	/* where the kernel has that of the VM */
	int pid;
	size_t call;		/* position of the first event: one for each VM */
};

struct notifier_ranges;

/* Record them in @session. NULL if this kernel cannot trace them. */
struct notifier_ranges *notifier_ranges_start(struct trace_session *session);

/* False if @record is of another kind. @ranges may be NULL. */
bool notifier_ranges_take(struct notifier_ranges *ranges,
			  const struct trace_record *record);

/*
 * Other processes have the same addresses. Before a read of the trace: triggers one
 * notifier call for each VM of this process, from which notifier_ranges_is_ours()
 * learns which notifiers are ours.
 */
void notifier_ranges_show_ours(struct notifier_ranges *ranges);
/* After that read, while there is a VM: a test error if none has. */
void notifier_ranges_check(const struct notifier_ranges *ranges);
bool notifier_ranges_is_ours(const struct notifier_ranges *ranges,
			     const struct notifier_range *range);

/* The ranges so far, by start time. Valid until the next notifier_ranges_take(). */
const struct notifier_range *
notifier_ranges_get(const struct notifier_ranges *ranges, size_t *nr);

/* Drop all of it. */
void notifier_ranges_clear(struct notifier_ranges *ranges);

#endif /* KVM_HV_NESTED_NOTIFIER_RANGES_H */
