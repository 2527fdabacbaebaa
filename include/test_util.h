/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Verdicts that end a case.
 *
 * Four verdicts: a failure means that the kernel under test is wrong, an error that the
 * test or its environment is wrong, a skip has a reason, and a known defect is an
 * expected failure with the defect's name. Each writes one line to stdout ("# FAIL: ",
 * "# ERROR: ", "# SKIP: ", "# XFAIL: " or "# XPASS: ", then file:line: text) and ends
 * the calling process, so that library code needs neither harness metadata nor error
 * paths. The harness's result line follows, without the text.
 *
 * Formats end without a newline; newlines within arguments are replaced, so that a
 * report is one line.
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
 * The case is about the kernel defect @defect. @shows: the defect was seen, exit status
 * KSFT_XFAIL; else KSFT_FAIL, since with KSFT_XPASS the harness would report success.
 * The text has the name in either case.
 *
 * On a kernel that has the fix (defect_state.h) a defect that shows is a failure, "came
 * back"; if it does not show, this returns and the case continues.
 */
void test_known_defect(const char *file, int line, bool shows,
		       const char *defect, const char *fmt, ...)
	__printf(5, 6);

/*
 * From here on the defect @defect may crash the kernel in @function. In the emulated
 * machine the runner then reports the crash as this defect, see lib/runner/emulate.sh.
 */
void test_deadly_defect(const char *defect, const char *function);

/*
 * From here on @fn is called before a failure is reported. It returns the name of the
 * known defect that causes the failure, or NULL.
 */
void test_known_cause(const char *(*fn)(void));

/*
 * @fn is called before an error or a skip is reported. If the real cause is a failure of
 * the kernel, @fn ends the case with it. NULL removes @fn. An error within @fn does not
 * call it again, unless @fn has set another one.
 */
void test_second_look(void (*fn)(void));

/* An error with the condition that does not hold, and errno if set. */
void __noreturn test_assert_failed(const char *file, int line,
				   const char *cond, const char *fmt, ...)
	__printf(4, 5);

/*
 * The row of its table that the case is at: part of every verdict until the next call,
 * or the end of the table.
 */
void test_row(const char *fmt, ...) __printf(1, 2);
void test_row_end(void);

/* Print "# text". */
void test_note(const char *fmt, ...) __printf(1, 2);

#define TEST_FAIL(...)	test_fail(__FILE__, __LINE__, __VA_ARGS__)
#define TEST_ERROR(...)	test_error(__FILE__, __LINE__, __VA_ARGS__)
#define TEST_SKIP(...)	test_skip(__FILE__, __LINE__, __VA_ARGS__)

/*
 * Verbs: a library check x() reports a failure with its caller's line. x() is a macro
 * that records the line, __x() the function. Library code calls __x(), so that the
 * line stays the test's.
 */
#define TEST_VERB(call) (test_called_at(__FILE__, __LINE__), call)
void test_called_at(const char *file, int line);
/* For __x() and its callees: a failure at that line. */
void __noreturn test_fail_caller(const char *fmt, ...) __printf(1, 2);

#define TEST_KNOWN_DEFECT(shows, defect, ...) \
	test_known_defect(__FILE__, __LINE__, shows, defect, __VA_ARGS__)

/* Preconditions of the test: a test error. Not for checking the kernel. */
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

/* Skip the case if @missing, a probe's result, is not NULL. */
#define TEST_REQUIRE_PRESENT(missing) \
	do { \
		const char *missing_reason = (missing); \
		\
		if (missing_reason) \
			test_skip(__FILE__, __LINE__, "%s", missing_reason); \
	} while (0)

/*
 * Pass the name of the case and the harness's buffer for the text of a directive to the
 * library. First statement of FIXTURE_SETUP() (@variant_data: its `variant`) or of a
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

/* Do these arguments make the harness only list cases or print its usage? */
bool test_runs_nothing(int argc, char **argv);

/* Is this the process of the case, and not one that it forked? */
bool test_is_case_process(void);

/* "fixture.variant.test" of the running case, "none" before the first. */
const char *test_case_name(void);

/*
 * Call @fn once when a verdict above ends the process, newest first, so that a case's
 * changes to the host are undone before the next case starts. Cases that return have
 * their teardown for that. At most 8.
 */
void test_at_end(void (*fn)(void));

#endif /* KVM_HV_NESTED_TEST_UTIL_H */
