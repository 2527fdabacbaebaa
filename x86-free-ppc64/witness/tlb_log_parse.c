// SPDX-License-Identifier: GPL-2.0
/* Parsing the emulated machine's TLB log; see tlb_log.h. */
#include <stdio.h>
#include <string.h>

#include "host/nested.h"
#include "witness/tlb_log.h"

bool tlb_use_parse(struct tlb_use *use, const char *line)
{
	return sscanf(line,
		      "ppc_strict_tlb_stale cpu %u lpid %u ra %lx shift %u %7s lost %15s kept %lx tables %lx filled %llu now %llu",
		      &use->cpu, &use->lpid, &use->ra, &use->shift, use->access,
		      use->lost, &use->kept, &use->tables, &use->filled,
		      &use->now) == 10;
}

/* A tlbie removed an entry that had been used while stale. */
static bool gone_parse(struct tlb_use *gone, const char *line)
{
	return sscanf(line, "ppc_strict_tlb_gone cpu %u lpid %u ra %lx shift %u",
		      &gone->cpu, &gone->lpid, &gone->ra, &gone->shift) == 4;
}

/* The changes that need an invalidation before the page can be released. */
static bool is_about_page(const struct tlb_use *use)
{
	return strcmp(use->lost, "change") && strcmp(use->lost, "reference");
}

static void drop(struct tlb_use_list *list, const struct tlb_use *gone)
{
	size_t i, kept = 0;

	for (i = 0; i < list->nr; i++) {
		const struct tlb_use *use = &list->use[i];

		if (use->lpid != gone->lpid || use->shift != gone->shift ||
		    (use->ra ^ gone->ra) >> gone->shift ||
		    use->cpu == gone->cpu)
			list->use[kept++] = *use;
	}
	list->nr = kept;
}

static void add(struct tlb_use_list *list, const struct tlb_use *use)
{
	if (list->nr < TLB_USES_MAX)
		list->use[list->nr++] = *use;
}

static void sort(struct tlb_uses *uses, const struct tlb_use *use)
{
	bool is_l2 = use->ra >= NESTED_L2_RA;

	if (is_about_page(use) || (!is_l2 && !strcmp(use->lost, "change")))
		add(&uses->stale, use);
	else if (is_l2)
		add(&uses->rc, use);
	/* The host ages L1's memory without a tlbie, which is not a defect. */
}

void tlb_uses_parse(struct tlb_uses *uses, const char *text, bool races)
{
	const char *line, *next;
	struct tlb_use use;

	memset(uses, 0, sizeof(*uses));
	for (line = text; *line; line = next) {
		next = strchr(line, '\n');
		/* The last line may be incomplete. */
		if (!next)
			return;
		next++;
		if (tlb_use_parse(&use, line)) {
			sort(uses, &use);
		} else if (races && gone_parse(&use, line)) {
			drop(&uses->stale, &use);
			drop(&uses->rc, &use);
		}
	}
}
