// SPDX-License-Identifier: GPL-2.0
/*
 * Splats in a kernel log; see include/kernel_splat.h.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "kernel_splat.h"
#include "kselftest.h"

enum kind { NONE, CUT, END, MESSAGE, REPORT, DEATH, FOLLOWS, DIES, PRINTER };
enum place { START, WORD };

#define SPLAT(kind, place, phrase)	{ kind, place, phrase },

static const struct {
	enum kind kind;
	enum place place;
	const char *phrase;
} phrases[] = {
#include "runner/kernel_splats.h"
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool fits(const char *text, enum place place, const char *phrase)
{
	const char *at = text;

	if (place == START)
		return !strncmp(text, phrase, strlen(phrase));
	while ((at = strstr(at, phrase))) {
		if (at == text || !is_word(at[-1]))
			return true;
		at++;
	}
	return false;
}

static enum kind kind_of(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(phrases); i++) {
		if (phrases[i].kind != PRINTER &&
		    fits(text, phrases[i].place, phrases[i].phrase))
			return phrases[i].kind;
	}
	return NONE;
}

static bool is_printer(const char *function)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(phrases); i++) {
		if (phrases[i].kind == PRINTER &&
		    fits(function, phrases[i].place, phrases[i].phrase))
			return true;
	}
	return false;
}

static bool is_warning(const struct kernel_splat *splat)
{
	return !strncmp(splat->head, "WARNING: ", strlen("WARNING: "));
}

bool kernel_splat_begins(const struct kernel_splat *open, const char *text)
{
	enum kind kind = kind_of(text);

	if (kind == NONE || kind == END)
		return false;
	if (!open || open->ended)
		return true;
	switch (kind) {
	case CUT:
		return open->cut || open->head[0];
	case MESSAGE:
	case REPORT:
	case DEATH:
		return open->head[0];
	default:
		return is_warning(open);
	}
}

static void keep_line(struct kernel_splat *splat, const char *text, size_t len)
{
	size_t room = sizeof(splat->text) - splat->used;

	/* A separator line, or an empty one. */
	if (strspn(text, "=- ") >= len)
		return;
	if (splat->lines == KERNEL_SPLAT_LINES || len + 2 > room)
		return;
	memcpy(splat->text + splat->used, text, len);
	splat->used += len;
	splat->text[splat->used++] = '\n';
	splat->text[splat->used] = '\0';
	splat->lines++;
}

/* The log shows a newline within a record as \x0a. */
static void keep(struct kernel_splat *splat, const char *text)
{
	const char *end;

	while ((end = strstr(text, "\\x0a"))) {
		keep_line(splat, text, end - text);
		text = end + strlen("\\x0a");
	}
	keep_line(splat, text, strlen(text));
}

void kernel_splat_add(struct kernel_splat *splat, const char *text)
{
	enum kind kind = kind_of(text);

	switch (kind) {
	case NONE:
		break;
	case CUT:
		splat->cut = true;
		break;
	case END:
		splat->ended = true;
		break;
	case MESSAGE:
		splat->mixed = true;
		if (!splat->message[0])
			snprintf(splat->message, sizeof(splat->message), "%s",
				 text);
		break;
	default:
		if (splat->head[0])
			splat->mixed = true;
		else
			snprintf(splat->head, sizeof(splat->head), "%s", text);
	}
	keep(splat, text);
}

/* Find "NAME+0xOFFSET/0xSIZE" in @text, and the lengths of its parts. */
static const char *find_symbol(const char *text, size_t *name, size_t *rest)
{
	const char *plus = text, *start, *end;

	while ((plus = strstr(plus, "+0x"))) {
		for (start = plus; start > text && (is_word(start[-1]) || start[-1] == '.');)
			start--;
		end = plus + 3;
		end += strspn(end, "0123456789abcdef");
		if (start < plus && !strncmp(end, "/0x", 3)) {
			end += 3;
			end += strspn(end, "0123456789abcdef");
			*name = plus - start;
			*rest = end - plus;
			return start;
		}
		plus += 3;
	}
	return NULL;
}

static bool function_in(const char *line, char *buf, size_t size)
{
	size_t name, rest;
	const char *symbol = find_symbol(line, &name, &rest);

	if (!symbol)
		return false;
	snprintf(buf, size, "%.*s", (int)name, symbol);
	return true;
}

/* Copy the next line of the splat's text to @line. */
static bool next_line(const char **at, char *line, size_t size)
{
	const char *end = strchr(*at, '\n');

	if (!end)
		return false;
	snprintf(line, size, "%.*s", (int)(end - *at), *at);
	*at = end + 1;
	return true;
}

/* The function: from the NIP line, or from the call trace. */
static bool find_function(const struct kernel_splat *splat, char *buf,
			  size_t size)
{
	const char *at = splat->text;
	char line[512];

	while (next_line(&at, line, sizeof(line))) {
		if ((fits(line, START, "WARNING: ") ||
		     fits(line, START, "NIP [")) &&
		    function_in(line, buf, size))
			return true;
	}
	at = splat->text;
	while (next_line(&at, line, sizeof(line))) {
		if (line[strspn(line, " ")] == '[' &&
		    function_in(line, buf, size) && !is_printer(buf))
			return true;
	}
	return false;
}

static bool find_process(const struct kernel_splat *splat, char *buf,
			 size_t size)
{
	const char *at = splat->text, *comm;
	char line[512], *end;

	while (next_line(&at, line, sizeof(line))) {
		comm = strstr(line, "Comm: ");
		if (!comm)
			continue;
		end = strstr(comm, " Not tainted");
		if (!end)
			end = strstr(comm, " Tainted");
		if (end)
			*end = '\0';
		snprintf(buf, size, "%s", comm + strlen("Comm: "));
		return true;
	}
	return false;
}

/* Delete @len characters at @at. */
static void cut_out(char *at, size_t len)
{
	memmove(at, at + len, strlen(at + len) + 1);
}

/* Newer kernels: "WARNING: FILE:LINE at FUNCTION, CPU#1: PROCESS/99". */
static void split_process(char *head, char *process, size_t size)
{
	char *at = strstr(head, ", CPU#"), *slash;

	if (!at)
		return;
	if (!process[0] && strchr(at, ' ') && strstr(at, ": ")) {
		snprintf(process, size, "%s", strstr(at, ": ") + 2);
		slash = strrchr(process, '/');
		if (slash)
			*slash = '\0';
	}
	*at = '\0';
}

/* A module that was built out of tree has an absolute path: " at /DIR/FILE". */
static void strip_folder(char *head)
{
	static const char * const before[] = { " at /", " in /", "WARNING: /" };
	char *path, *slash;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(before); i++) {
		path = strstr(head, before[i]);
		if (!path)
			continue;
		path += strlen(before[i]) - 1;
		slash = memrchr(path, '/', strcspn(path, " "));
		cut_out(path, slash + 1 - path);
		return;
	}
}

/* Remove what differs between splats of one defect: CPU, PID, offsets. */
static void strip_head(char *head)
{
	char *at = strstr(head, " CPU: ");
	int used = 0;
	size_t name, rest;

	if (at && sscanf(at, " CPU: %*u PID: %*u%n", &used) == 0 && used)
		cut_out(at, used);
	strip_folder(head);
	while ((at = (char *)find_symbol(head, &name, &rest)))
		cut_out(at + name, rest);
}

static const char *first_words(const struct kernel_splat *splat)
{
	if (splat->message[0])
		return splat->message;
	return splat->head[0] ? splat->head : splat->text;
}

void kernel_splat_summary(const struct kernel_splat *splat, char *buf,
			  size_t size)
{
	char head[256], process[64] = "", function[128] = "";
	char *newline;
	size_t used;

	snprintf(head, sizeof(head), "%s", first_words(splat));
	while ((newline = strchr(head, '\n')))
		*newline = newline[1] ? ' ' : '\0';
	find_process(splat, process, sizeof(process));
	split_process(head, process, sizeof(process));
	if (!function_in(head, function, sizeof(function)))
		find_function(splat, function, sizeof(function));
	else
		function[0] = '\0';
	strip_head(head);
	used = snprintf(buf, size, "%.160s", head);
	if (function[0] && used < size)
		used += snprintf(buf + used, size - used, " in %s", function);
	if (process[0] && !strstr(head, process) && used < size)
		snprintf(buf + used, size - used, ", process %s", process);
}
