/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a case ends early, and what it says then.
 *
 * Four verdicts: a failure means the kernel under test is wrong, an error
 * means that the test or its environment is, a skip gives its reason, and a
 * known defect is an expected failure with the defect's name. Each writes one
 * line to stdout ("# FAIL: ", "# ERROR: ", "# SKIP: ", "# XFAIL: " or
 * "# XPASS: ", then file:line: text) and ends the calling process, so that
 * library code needs no harness metadata and no error path of its own. The harness's
 * result line comes behind it, without the text.
 *
 * Formats carry no newline; newlines that come in with an argument are folded,
 * so that one report stays one line.
 */
#ifndef KVM_HV_NESTED_TEST_UTIL_H
#define KVM_HV_NESTED_TEST_UTIL_H

#include <stdbool.h>
#include <stddef.h>

#include "compiler_attrs.h"

/* The kernel under test did something wrong; exit status KSFT_FAIL. */
void __noreturn test_fail(const char *file, int line, const char *fmt, ...)
	__printf(3, 4);

/* The test or its environment is wrong; exit status KSFT_FAIL. */
void __noreturn test_error(const char *file, int line, const char *fmt, ...)
	__printf(3, 4);

/* This host cannot run the case; exit status KSFT_SKIP. */
void __noreturn test_skip(const char *file, int line, const char *fmt, ...)
	__printf(3, 4);

/*
 * The case is about the kernel defect @defect. @shows: the defect was seen,
 * exit status KSFT_XFAIL; else KSFT_FAIL, for the harness's KSFT_XPASS would leave
 * the program green. The name is in the text both ways.
 *
 * On a kernel that has the fix (defect_state.h) a defect that shows is a failure, "came
 * back"; if it does not show, this returns, and the case goes on to its end.
 */
void test_known_defect(const char *file, int line, bool shows,
		       const char *defect, const char *fmt, ...)
	__printf(5, 6);

/*
 * From here on the defect @defect may take the kernel down, in @function: in the
 * emulated machine the runner judges such a death by that, see lib/runner/emulate.sh.
 */
void test_deadly_defect(const char *defect, const char *function);

/*
 * From here on @fn is asked before a failure becomes one: it names the known defect
 * that shows in this case, of which the failure is a consequence, or gives NULL.
 */
void test_known_cause(const char *(*fn)(void));

/*
 * An error or a skip that is about to be reported may be a failure of the kernel: @fn
 * finds out, and ends the case itself if so. NULL: no longer. An error of @fn's own
 * changes nothing, unless it has set another look for it.
 */
void test_second_look(void (*fn)(void));

/* An error that names the condition that does not hold, and errno if set. */
void __noreturn test_assert_failed(const char *file, int line,
				   const char *cond, const char *fmt, ...)
	__printf(4, 5);

/*
 * Which row of its table the case is at: said with every verdict until the next
 * call, or the end of the table.
 */
void test_row(const char *fmt, ...) __printf(1, 2);
void test_row_end(void);

/* A remark, "# text", that does not end anything. */
void test_note(const char *fmt, ...) __printf(1, 2);

#define TEST_FAIL(...)	test_fail(__FILE__, __LINE__, __VA_ARGS__)
#define TEST_ERROR(...)	test_error(__FILE__, __LINE__, __VA_ARGS__)
#define TEST_SKIP(...)	test_skip(__FILE__, __LINE__, __VA_ARGS__)

/*
 * Verbs: what a verb x() of the library finds wrong is told with the line of
 * its caller. x() is a macro that notes the line, __x() the function. Library
 * code that needs another verb calls its __x(), so that the line stays the
 * test's.
 */
#define TEST_VERB(call) (test_called_at(__FILE__, __LINE__), call)
void test_called_at(const char *file, int line);
/* For __x() and what it calls: a failure at that line. */
void __noreturn test_fail_caller(const char *fmt, ...) __printf(1, 2);

#define TEST_KNOWN_DEFECT(shows, defect, ...) \
	test_known_defect(__FILE__, __LINE__, shows, defect, __VA_ARGS__)

/* What the test itself relies on. Not for judging the kernel. */
#define TEST_ASSERT(cond, ...) \
	do { \
		if (!(cond)) \
			test_assert_failed(__FILE__, __LINE__, #cond, \
					   __VA_ARGS__); \
	} while (0)

/* Skip the case unless @cond holds; the text says what is missing. */
#define TEST_REQUIRE(cond, ...) \
	do { \
		if (!(cond)) \
			test_skip(__FILE__, __LINE__, __VA_ARGS__); \
	} while (0)

/* Skip the case if @missing, a probe's answer, is a reason and not NULL. */
#define TEST_REQUIRE_PRESENT(missing) \
	do { \
		const char *missing_reason = (missing); \
		\
		if (missing_reason) \
			test_skip(__FILE__, __LINE__, "%s", missing_reason); \
	} while (0)

/*
 * Tell the library which case runs and where the harness keeps what it prints
 * behind a directive.
 * First statement of FIXTURE_SETUP() (@variant_data: its `variant`) or of a
 * TEST() (@variant_data: NULL).
 */
#define TEST_CASE_BEGIN(metadata, variant_data) \
	do { \
		__typeof__(metadata) begin_meta = (metadata); \
		__typeof__(begin_meta->fixture->variant) begin_variant = \
			begin_meta->fixture->variant; \
		\
		while (begin_variant && \
		       begin_variant->data != (const void *)(variant_data)) \
			begin_variant = begin_variant->next; \
		test_case_begin(begin_meta->results->reason, \
				sizeof(begin_meta->results->reason), \
				begin_meta->fixture->name, \
				begin_variant ? begin_variant->name : "", \
				begin_meta->name); \
	} while (0)

/* @reason: buffer of @size bytes shared with the harness, or NULL. */
void test_case_begin(char *reason, size_t size, const char *fixture,
		     const char *variant, const char *test);

/* Do these arguments make the harness only list cases, or say how it is used? */
bool test_runs_nothing(int argc, char **argv);

/* Is this the process of the case, none that it forked? */
bool test_is_case_process(void);

/* "fixture.variant.test" of the case that runs, "none" before the first. */
const char *test_case_name(void);

/*
 * Call @fn once when a verdict above ends the process, newest first, so that
 * what a case changed on the host is undone before the next case starts.
 * Harness cases that end by returning call their own teardown. At most 8.
 */
void test_at_end(void (*fn)(void));

#endif /* KVM_HV_NESTED_TEST_UTIL_H */
