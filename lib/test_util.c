// SPDX-License-Identifier: GPL-2.0
/*
 * Verdicts that end a case; see include/test_util.h.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "defect_state.h"
#include "kselftest.h"
#include "test_util.h"

#define MAX_AT_END	8
#define TEXT_SIZE	2048

static char *case_reason;
static size_t case_reason_size;
static char running_case[256] = "none";
static char running_row[128];
static pid_t case_pid;

static const char *(*cause)(void);
static void (*second_look)(void);

static void (*at_end[MAX_AT_END])(void);
static int nr_at_end;

/*
 * Under `make coverage`, mark the case in the kernel's trace.
 */
static void mark_trace(void)
{
	const char *marker = getenv("KVM_HV_NESTED_TRACE_MARKER");
	FILE *file = marker ? fopen(marker, "we") : NULL;

	if (!file)
		return;
	fprintf(file, "case %s:%s\n", program_invocation_short_name,
		running_case);
	fclose(file);
}

void test_case_begin(char *reason, size_t size, const char *fixture,
		     const char *variant, const char *test)
{
	case_reason = reason;
	case_reason_size = size;
	snprintf(running_case, sizeof(running_case), *variant ? "%s.%s.%s" : "%s%s.%s",
		 fixture, variant, test);
	case_pid = getpid();
	mark_trace();
	defect_overlay_check();
}

bool test_runs_nothing(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-l") || !strcmp(argv[i], "-h"))
			return true;
	}
	return false;
}

bool test_is_case_process(void)
{
	return case_pid == getpid();
}

const char *test_case_name(void)
{
	return running_case;
}

void test_at_end(void (*fn)(void))
{
	TEST_ASSERT(nr_at_end < MAX_AT_END, "raise MAX_AT_END");
	at_end[nr_at_end++] = fn;
}

void test_row(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(running_row, sizeof(running_row), fmt, args);
	va_end(args);
}

void test_row_end(void)
{
	running_row[0] = '\0';
}

static void fold_newlines(char *text)
{
	char *end = text + strlen(text);

	while (end > text && (end[-1] == '\n' || end[-1] == ' '))
		*--end = '\0';
	for (; *text; text++) {
		if (*text == '\n' || *text == '\r')
			*text = '|';
	}
}

static void __noreturn end_case(int status)
{
	/* A hook that fails must not run the hooks again. */
	while (nr_at_end)
		at_end[--nr_at_end]();
	_exit(status);
}

/*
 * Write one report line. @bare: make the harness print its directive without a reason,
 * since some parsers take a reason there as a part of the case's name. With an empty
 * reason the harness would print "unknown".
 */
static void report(const char *kind, const char *file, int line, bool bare,
		   char *text)
{
	const char *base = strrchr(file, '/');

	fold_newlines(text);
	printf("# %s: %s:%d: %s%s%s%s\n", kind, base ? base + 1 : file, line,
	       text, running_row[0] ? " [" : "", running_row,
	       running_row[0] ? "]" : "");
	fflush(stdout);
	if (bare && case_reason)
		snprintf(case_reason, case_reason_size, " ");
}

/* Format @fmt and the arguments of the calling function into the array @text. */
#define FORMAT(text)							\
	do {								\
		va_list args;						\
									\
		va_start(args, fmt);					\
		vsnprintf(text, sizeof(text), fmt, args);		\
		va_end(args);						\
	} while (0)

/* Report an error or a skip, unless the second look finds a failure. */
struct verdict {
	const char *kind;
	const char *file;
	int line;
	int status;
	char *text;
};

static void __noreturn give(const struct verdict *verdict)
{
	static const struct verdict *first;
	void (*look)(void) = second_look;

	if (look) {
		second_look = NULL;
		first = first ?: verdict;
		look();
	}
	if (first)
		verdict = first;
	report(verdict->kind, verdict->file, verdict->line,
	       verdict->status == KSFT_SKIP, verdict->text);
	end_case(verdict->status);
}

void test_second_look(void (*fn)(void))
{
	second_look = fn;
}

void test_known_cause(const char *(*fn)(void))
{
	cause = fn;
}

void test_fail(const char *file, int line, const char *fmt, ...)
{
	const char *defect;
	char text[TEXT_SIZE];

	FORMAT(text);
	defect = cause ? cause() : NULL;
	if (defect)
		test_known_defect(file, line, true, defect, "%s", text);
	report("FAIL", file, line, false, text);
	end_case(KSFT_FAIL);
}

static __thread const char *caller_file = "";
static __thread int caller_line;

void test_called_at(const char *file, int line)
{
	caller_file = file;
	caller_line = line;
}

void test_fail_caller(const char *fmt, ...)
{
	char text[TEXT_SIZE];

	FORMAT(text);
	test_fail(caller_file, caller_line, "%s", text);
}

void test_error(const char *file, int line, const char *fmt, ...)
{
	char text[TEXT_SIZE];

	FORMAT(text);
	give(&(struct verdict){ "ERROR", file, line, KSFT_FAIL, text });
}

void test_skip(const char *file, int line, const char *fmt, ...)
{
	char text[TEXT_SIZE];

	FORMAT(text);
	give(&(struct verdict){ "SKIP", file, line, KSFT_SKIP, text });
}

/* Should this kernel have the defect? Printed with each verdict, for the report. */
static enum defect_state note_state(const char *defect, char *why, size_t size)
{
	enum defect_state state = defect_state(defect, why, size);

	if (state != DEFECT_UNNAMED)
		test_note("defect %s: %s: %s", defect, defect_state_text(state), why);
	return state;
}

void test_known_defect(const char *file, int line, bool shows,
		       const char *defect, const char *fmt, ...)
{
	char text[TEXT_SIZE], why[256];
	enum defect_state state;
	va_list args;
	int used;

	state = note_state(defect, why, sizeof(why));
	if (state == DEFECT_FIXED && !shows)
		return;
	used = snprintf(text, sizeof(text), "%s%s: ", defect,
			state == DEFECT_FIXED ? " came back" : "");
	va_start(args, fmt);
	used += vsnprintf(text + used, sizeof(text) - used, fmt, args);
	va_end(args);
	if (state == DEFECT_FIXED) {
		if (used < (int)sizeof(text))
			snprintf(text + used, sizeof(text) - used, " (fixed: %s)", why);
		report("FAIL", file, line, false, text);
		end_case(KSFT_FAIL);
	}
	report(shows ? "XFAIL" : "XPASS", file, line, shows, text);
	end_case(shows ? KSFT_XFAIL : KSFT_FAIL);
}

void test_deadly_defect(const char *defect, const char *function)
{
	enum defect_state state;
	char why[256];

	state = note_state(defect, why, sizeof(why));
	test_note("deadly %s: %s: %s", defect, defect_state_text(state), function);
}

void test_assert_failed(const char *file, int line, const char *cond,
			const char *fmt, ...)
{
	int saved_errno = errno;
	char text[TEXT_SIZE];
	va_list args;
	int used;

	va_start(args, fmt);
	used = vsnprintf(text, sizeof(text) / 2, fmt, args);
	va_end(args);
	if (used > (int)sizeof(text) / 2 - 1)
		used = sizeof(text) / 2 - 1;
	used += snprintf(text + used, sizeof(text) - used, " (needs %s", cond);
	if (saved_errno && used < (int)sizeof(text))
		used += snprintf(text + used, sizeof(text) - used,
				 "; last errno: %s", strerror(saved_errno));
	if (used < (int)sizeof(text))
		snprintf(text + used, sizeof(text) - used, ")");
	give(&(struct verdict){ "ERROR", file, line, KSFT_FAIL, text });
}

void test_note(const char *fmt, ...)
{
	char text[TEXT_SIZE];

	FORMAT(text);
	fold_newlines(text);
	printf("# %s\n", text);
	fflush(stdout);
}
