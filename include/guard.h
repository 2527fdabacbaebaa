/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Undo what a test changes on the host, also if the test is killed.
 *
 * Code that changes something outside the process registers the undo action first.
 * A guardian process in a session of its own holds the list. When the test ends, in
 * whatever way, the guardian executes the list backwards. There is one guardian on the
 * host at a time: a test waits until the previous one has undone everything, so that
 * it never saves a value which another test has changed.
 *
 * Failures here are test errors. Paths and texts have at most 511 bytes.
 */
#ifndef KVM_HV_NESTED_GUARD_H
#define KVM_HV_NESTED_GUARD_H

/*
 * Write the current contents of @path back at the end. For a file that shows a
 * choice, "always [madvise] never", write the selected word.
 */
void guard_restore_file(const char *path);

/* Write @text to @path at the end. */
void guard_write_file(const char *path, const char *text);

/* Remove a file, or an empty directory (a trace instance is one); unmount. */
void guard_remove_file(const char *path);
void guard_remove_dir(const char *path);
void guard_unmount(const char *path);

/* swapoff() */
void guard_swapoff(const char *path);

/*
 * What this process registers from now on is undone when the process and all of its
 * cases have ended. It must have names that no other test uses, since this does not
 * wait for the guardians of other tests. For the harness's own process, before the
 * cases, which have a guardian each.
 */
void guard_for_program(void);

/*
 * Undo all now. For FIXTURE_TEARDOWN(); the verdicts of test_util.h call it
 * themselves.
 */
void guard_undo_all(void);

/* Undo only what was registered since guard_mark() returned @mark. */
int guard_mark(void);
void guard_undo_since(int mark);

#endif /* KVM_HV_NESTED_GUARD_H */
