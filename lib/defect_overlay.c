// SPDX-License-Identifier: GPL-2.0
/*
 * A vendor's file on the defects in its kernel; see include/defect_state.h. The runner
 * refuses a bad file before it starts anything: lib/runner/defects.awk has the same
 * rules and messages.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "defect_state.h"

#define BLANKS	" \t"

/* Of defects and of cases. */
#define NAME_CHARS	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-"

struct entry {
	char name[64];
	char state[16];
	char reason[200];
};

/* The length of @text up to the end of a line, which DOS may have written. */
static int without_cr(const char *text, size_t length)
{
	bool ends = text[length] == '\n' || !text[length];

	return ends && length && text[length - 1] == '\r' ? length - 1 : length;
}

/* Copy the next word of @text to @word, "" at the end of the line. */
static const char *take_word(const char *text, char *word, size_t size)
{
	size_t length;

	text += strspn(text, BLANKS);
	length = strcspn(text, BLANKS "\n");
	snprintf(word, size, "%.*s", without_cr(text, length), text);
	return text + length;
}

/* @line: start of a line. Returns the start of the next one, NULL after the last. */
static const char *take_line(const char *line, struct entry *entry)
{
	const char *end = strchr(line, '\n');
	size_t length;

	line = take_word(line, entry->name, sizeof(entry->name));
	line = take_word(line, entry->state, sizeof(entry->state));
	line += strspn(line, BLANKS);
	length = strcspn(line, "\n");
	snprintf(entry->reason, sizeof(entry->reason), "%.*s", without_cr(line, length), line);
	if (*entry->name == '#')
		*entry->name = '\0';
	return end && end[1] ? end + 1 : NULL;
}

static enum defect_state state_of(const struct entry *entry)
{
	if (!strcmp(entry->state, "fixed"))
		return DEFECT_FIXED;
	return strcmp(entry->state, "open") ? DEFECT_UNKNOWN : DEFECT_OPEN;
}

static bool has_control(const char *text)
{
	for (; *text; text++) {
		if (iscntrl((unsigned char)*text) && *text != '\t')
			return true;
	}
	return false;
}

static bool is_bad(const struct entry *entry, char *why, size_t size)
{
	if (entry->name[strspn(entry->name, NAME_CHARS)])
		snprintf(why, size, "it does not begin with a name");
	else if (has_control(entry->state) || has_control(entry->reason))
		snprintf(why, size, "there is a control character");
	else if (strpbrk(entry->name, ".:"))
		snprintf(why, size, "'%s' is a case: an entry names a defect", entry->name);
	else if (!defect_dates_of(entry->name))
		snprintf(why, size, "no known defect is called '%s'", entry->name);
	else if (state_of(entry) == DEFECT_UNKNOWN)
		snprintf(why, size, "'%s' is neither fixed nor open", entry->state);
	else if (!*entry->reason)
		snprintf(why, size, "no reason stands behind '%s'", entry->state);
	else
		return false;
	return true;
}

/* Is there an entry of this name before @end? */
static bool has_earlier_entry(const char *text, const char *end, const char *name)
{
	struct entry entry;

	while (text && text < end) {
		text = take_line(text, &entry);
		if (!strcmp(entry.name, name) && text && text <= end)
			return true;
	}
	return false;
}

bool defect_overlay_is_bad(const char *text, char *why, size_t size)
{
	const char *line = *text ? text : NULL;
	const char *this_line;
	struct entry entry;
	char what[300];
	int number;

	for (number = 1; line; number++) {
		this_line = line;
		line = take_line(line, &entry);
		if (!*entry.name)
			continue;
		if (!is_bad(&entry, what, sizeof(what))) {
			if (!has_earlier_entry(text, this_line, entry.name))
				continue;
			snprintf(what, sizeof(what), "'%s' has an entry already",
				 entry.name);
		}
		snprintf(why, size, "line %d: %s", number, what);
		return true;
	}
	return false;
}

enum defect_state defect_overlay_state(const char *text, const char *name, char *why,
				       size_t size)
{
	const char *line = *text ? text : NULL;
	struct entry entry;

	while (line) {
		line = take_line(line, &entry);
		if (strcmp(entry.name, name))
			continue;
		snprintf(why, size, "%s (--defects)", entry.reason);
		return state_of(&entry);
	}
	return DEFECT_UNKNOWN;
}
