// SPDX-License-Identifier: GPL-2.0
/* Steps as text, and back; see random_step.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_step.h"

#define LINE_SIZE	160

enum arg_form {
	FORM_NUMBER,
	FORM_NAME,		/* of a list */
	FORM_BITS,		/* "rwxRC", '-' for what is not there */
};

struct arg_desc {
	const char *name;
	uint32_t limit;		/* numbers from 0 on; 0 with FORM_NAME: as many as names */
	enum arg_form form;
	const char * const *names;
};

struct kind_desc {
	const char *name;
	struct arg_desc arg[STEP_MAX_ARGS];
};

const char * const random_memories[] = {
	"anon", "thp_2m", "hugetlb_2m", "shmem", "memfd", NULL
};

const char * const random_ops[] = {
	"discard", "hole", "munmap", "map_fixed", "mremap_over", "mremap_away",
	"uffdio_move", "read_only", "no_access", "truncate", "guard", "fork", NULL
};

static const char * const bys[] = {
	"none", "page", "lpid", "lpid_all", "all", "all_all", "rpt_page",
	"rpt_lpid", NULL
};

static const char * const logs[] = { "on", "read", "off", NULL };
static const char * const slot_changes[] = { "delete", "add", "move", NULL };
static const char * const rss[] = {
	"own", "with_pid", "nobody", "behind_table", "negative", NULL
};

static const char * const ptcrs[] = {
	"too_large", "largest", "no_slot", "behind_slots", "last_address", "none",
	"256", "512", "1024", "2048", "4096", NULL
};

static const char * const regs_hows[] = { "all", "over_a_run", NULL };
static const char * const widths[] = { "1", "2", "4", "8", NULL };

#define L2	{ .name = "l2", .limit = 3 }
#define WINDOW	{ .name = "window", .limit = 8 }
#define SLOT	{ .name = "slot", .limit = 64 }
#define PIECE	{ .name = "piece", .limit = 512 }
#define PAGE	{ .name = "page", .limit = 1536 }
#define WORD	{ .name = "word", .limit = 32 }
#define WIDTH	{ "width", 0, FORM_NAME, widths }
#define VALUE	{ .name = "value", .limit = 0x10000 }
#define BITS	{ .name = "bits", .limit = 32, .form = FORM_BITS }
#define BY	{ "by", 0, FORM_NAME, bys }
#define FAR	{ .name = "piece", .limit = 1536 }
#define FOUR	{ .name = "word", .limit = 4 }
#define PART	{ .name = "part", .limit = 3 }

static const struct kind_desc kinds[NR_STEP_KINDS] = {
	[STEP_LOAD] = { "load", { L2, WINDOW, SLOT, PIECE, WORD, WIDTH } },
	[STEP_STORE] = { "store", { L2, WINDOW, SLOT, PIECE, WORD, WIDTH, VALUE } },
	[STEP_FETCH] = { "fetch", { L2, WINDOW, SLOT, PIECE } },
	[STEP_MAP] = { "map", { L2, WINDOW, SLOT, PAGE, BITS, BY } },
	[STEP_UNMAP] = { "unmap", { L2, WINDOW, SLOT, BY } },
	[STEP_PROTECT] = { "protect", { L2, WINDOW, SLOT, BITS, BY } },
	[STEP_INVALIDATE] = { "invalidate", { L2, WINDOW, SLOT, BY } },
	[STEP_TABLE] = { "table", { L2 } },
	[STEP_END] = { "end", { L2 } },
	[STEP_L1_LOAD] = { "l1_load", { FAR, FOUR } },
	[STEP_L1_STORE] = { "l1_store", { FAR, FOUR, VALUE } },
	[STEP_L0_STORE] = { "l0_store", { FAR, FOUR, VALUE } },
	[STEP_OP] = { "op", { { "name", 0, FORM_NAME, random_ops }, PAGE,
			      { .name = "pages", .limit = 64 }, VALUE } },
	[STEP_UNDO] = { "undo", { { .name = "nth", .limit = 8 } } },
	[STEP_LOG] = { "log", { PART, { "how", 0, FORM_NAME, logs } } },
	[STEP_SLOT] = { "slot", { PART, { "how", 0, FORM_NAME, slot_changes } } },
	[STEP_TLBIE] = { "tlbie", { L2, WINDOW, SLOT, { .name = "form", .limit = 64 },
				    { .name = "ap", .limit = 8 },
				    { "rs", 0, FORM_NAME, rss } } },
	[STEP_PTCR] = { "ptcr", { L2, { "table", 0, FORM_NAME, ptcrs } } },
	[STEP_ENTER] = { "enter", { L2, { .name = "row", .limit = 12 } } },
	[STEP_COPY] = { "copy", { L2, { .name = "row", .limit = 9 } } },
	[STEP_REGS] = { "regs", { { "how", 0, FORM_NAME, regs_hows },
				  { .name = "seed", .limit = 64 } } },
	[STEP_STATE] = { "state", { L2, { .name = "seed", .limit = 64 } } },
	[STEP_CHECK] = { .name = "check" },
};

static size_t nr_names(const char * const *names)
{
	size_t nr = 0;

	while (names[nr])
		nr++;
	return nr;
}

uint32_t random_limit(enum random_kind kind, int arg)
{
	const struct arg_desc *desc;

	if (arg >= STEP_MAX_ARGS || !kinds[kind].arg[arg].name)
		return 0;
	desc = &kinds[kind].arg[arg];
	return desc->form == FORM_NAME ? nr_names(desc->names) : desc->limit;
}

static const char bit_letters[] = "rwxRC";

static size_t print_arg(char *line, size_t size, const struct arg_desc *desc,
			uint32_t value)
{
	char bits[sizeof(bit_letters)] = "";
	int i;

	switch (desc->form) {
	case FORM_NAME:
		return snprintf(line, size, " %s=%s", desc->name,
				desc->names[value]);
	case FORM_BITS:
		for (i = 0; bit_letters[i]; i++)
			bits[i] = value >> i & 1 ? bit_letters[i] : '-';
		return snprintf(line, size, " %s=%s", desc->name, bits);
	default:
		return snprintf(line, size, " %s=%u", desc->name, value);
	}
}

const char *random_step_text(const struct random_step *step)
{
	const struct kind_desc *kind = &kinds[step->kind];
	static char line[LINE_SIZE];
	size_t used = snprintf(line, sizeof(line), "%s", kind->name);
	int i;

	for (i = 0; i < STEP_MAX_ARGS && kind->arg[i].name; i++)
		used += print_arg(line + used, sizeof(line) - used,
				  &kind->arg[i], step->arg[i]);
	return line;
}

/* -1: none of them. */
static int name_index(const char * const *names, const char *name)
{
	int i;

	for (i = 0; names[i]; i++) {
		if (!strcmp(names[i], name))
			return i;
	}
	return -1;
}

static int parse_bits(const char *text)
{
	int bits = 0, i;

	if (strlen(text) != strlen(bit_letters))
		return -1;
	for (i = 0; bit_letters[i]; i++) {
		if (text[i] == bit_letters[i])
			bits |= 1 << i;
		else if (text[i] != '-')
			return -1;
	}
	return bits;
}

static int parse_number(const char *text, uint32_t limit)
{
	char *end;
	unsigned long value = strtoul(text, &end, 0);

	return *text && !*end && value < limit ? (int)value : -1;
}

static bool parse_arg(const struct arg_desc *desc, char *word, uint32_t *arg)
{
	char *text = word ? strchr(word, '=') : NULL;
	int value;

	if (!text)
		return false;
	*text++ = '\0';
	if (strcmp(word, desc->name))
		return false;
	if (desc->form == FORM_NAME)
		value = name_index(desc->names, text);
	else if (desc->form == FORM_BITS)
		value = parse_bits(text);
	else
		value = parse_number(text, desc->limit);
	*arg = value;
	return value >= 0;
}

bool random_step_parse(struct random_step *step, const char *line)
{
	char copy[LINE_SIZE], *word, *save;
	const struct kind_desc *kind;
	uint32_t i;

	if (snprintf(copy, sizeof(copy), "%s", line) >= (int)sizeof(copy))
		return false;
	word = strtok_r(copy, " \t\n", &save);
	*step = (struct random_step){};
	while (word && step->kind < NR_STEP_KINDS &&
	       strcmp(kinds[step->kind].name, word))
		step->kind++;
	if (!word || step->kind == NR_STEP_KINDS)
		return false;
	kind = &kinds[step->kind];
	for (i = 0; i < STEP_MAX_ARGS && kind->arg[i].name; i++) {
		word = strtok_r(NULL, " \t\n", &save);
		if (!parse_arg(&kind->arg[i], word, &step->arg[i]))
			return false;
	}
	return !strtok_r(NULL, " \t\n", &save);
}

static bool parse_memory(struct random_sequence *sequence, const char *line)
{
	char name[32];

	if (sscanf(line, "memory %31s", name) != 1)
		return false;
	sequence->memory = name_index(random_memories, name);
	return sequence->memory >= 0;
}

/* @line is neither empty nor a comment. */
static bool parse_line(struct random_sequence *sequence, const char *line)
{
	if (sequence->memory < 0)
		return parse_memory(sequence, line);
	return sequence->nr < RANDOM_MAX_STEPS &&
	       random_step_parse(&sequence->step[sequence->nr++], line);
}

int random_sequence_parse(struct random_sequence *sequence, const char *text)
{
	char line[LINE_SIZE];
	int nr = 0;

	sequence->nr = 0;
	sequence->memory = -1;
	while (*text) {
		size_t len = strcspn(text, *text == '#' ? "\n" : "\n;");

		nr++;
		if (len >= sizeof(line))
			return nr;
		memcpy(line, text, len);
		line[len] = '\0';
		text += len + (text[len] != '\0');
		if (line[strspn(line, " \t")] && line[0] != '#' &&
		    !parse_line(sequence, line))
			return nr;
	}
	return sequence->memory < 0 ? nr + 1 : 0;
}
