/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Nothing on the host stays changed, also when the test is killed.
 *
 * Whoever changes something outside the process registers the way back first.
 * A guardian process in a session of its own keeps the list; when the test has
 * gone, however it went, it goes through the list backwards. There is one
 * guardian on the host at a time: a test waits until the one before has undone
 * everything, so that it never saves a value which another test has changed.
 *
 * Failures here are test errors. Paths and texts have at most 511 bytes.
 */
#ifndef KVM_HV_NESTED_GUARD_H
#define KVM_HV_NESTED_GUARD_H

/*
 * Write the present contents of @path back at the end. Of a file that shows a
 * choice, "always [madvise] never", the chosen word is written.
 */
void guard_restore_file(const char *path);

/* Write @text to @path at the end. */
void guard_write_file(const char *path, const char *text);

/* Remove a file, or an empty directory (a trace instance is one); unmount. */
void guard_remove_file(const char *path);
void guard_remove_dir(const char *path);
void guard_unmount(const char *path);

/* Stop swapping to it. */
void guard_swapoff(const char *path);

/*
 * What this process registers from now on lasts as long as the test program, and
 * has names that nobody else can want: it waits for no turn, and is undone when
 * the process and all of its cases have gone. For the harness's own process,
 * before the cases; they have their own guardian each.
 */
void guard_for_program(void);

/*
 * Undo all now. For the normal end of a case: FIXTURE_TEARDOWN(); a case that
 * ends by a verdict of test_util.h does it by itself.
 */
void guard_undo_all(void);

/* Undo what was registered since guard_mark() gave @mark, and no more. */
int guard_mark(void);
void guard_undo_since(int mark);

#endif /* KVM_HV_NESTED_GUARD_H */
