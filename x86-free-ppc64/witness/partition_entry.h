/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writes to the entries of the host's partition table, from the trace.
 */
#ifndef KVM_HV_NESTED_PARTITION_ENTRY_H
#define KVM_HV_NESTED_PARTITION_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

struct trace_record;
struct trace_session;

struct partition_entry {
	unsigned long lpid;	/* the host's number */
	unsigned long root;	/* real address of the tree's root; 0: removed */
};

/* Record them in @session. */
void partition_entry_watch(struct trace_session *session);

/* False if @record is of another kind. */
bool partition_entry_take(const struct trace_record *record,
			  struct partition_entry *entry);

/*
 * After the first @since of @nr writes @lpid had the tree of @root. Has no later write given
 * it another root, or removed it? An L2 that ends frees both, and another L2 may get the
 * same two.
 */
bool partition_entry_is_kept(const struct partition_entry *entries, size_t nr,
			     size_t since, unsigned long lpid, unsigned long root);

#endif /* KVM_HV_NESTED_PARTITION_ENTRY_H */
