// SPDX-License-Identifier: GPL-2.0
/*
 * Tracing writes to the host's partition table; see partition_entry.h.
 */
#include <string.h>

#include "host/host_probe.h"
#include "witness/partition_entry.h"
#include "trace_session.h"

/*
 * (lpid, dw0, dw1, flush). Not the module's own kvmhv_set_ptbl_entry(), which may be
 * inlined.
 */
#define PROBE_EVENT	"set_ptbl"
#define PROBE_FUNCTION	"mmu_partition_table_set_entry"
#define PROBE_FIELDS	"lpid=%gpr3:u32 dw0=%gpr4:x64"

/* In dw0: the root's real address. */
#define PATB_ROOT	0x0fffffffffffff00UL

void partition_entry_watch(struct trace_session *session)
{
	trace_session_probe(session, PROBE_EVENT,
			    host_probe_place(PROBE_FUNCTION), PROBE_FIELDS);
}

bool partition_entry_take(const struct trace_record *record,
			  struct partition_entry *entry)
{
	if (strcmp(record->event, PROBE_EVENT))
		return false;
	entry->lpid = trace_number(record, "lpid");
	entry->root = trace_number(record, "dw0") & PATB_ROOT;
	return true;
}

bool partition_entry_is_kept(const struct partition_entry *entries, size_t nr,
			     size_t since, unsigned long lpid, unsigned long root)
{
	while (nr--) {
		if (entries[nr].lpid != lpid)
			continue;
		if (entries[nr].root != root)
			return false;
		if (nr < since)
			return true;
	}
	return false;
}
