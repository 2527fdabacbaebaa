/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Splats in the kernel log since a mark.
 *
 * Records of /dev/kmsg carry a sequence number, so that none is lost or counted
 * twice, whoever else reads or clears the log.
 */
#ifndef KVM_HV_NESTED_KERNEL_LOG_H
#define KVM_HV_NESTED_KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The position after the last record. Records before the first mark of a process are
 * ignored.
 */
unsigned long kernel_log_mark(void);

/*
 * One line on the first splat since @mark: its kind, function and process; or NULL.
 * The text stays valid. Records lost to an overrun are a test error.
 */
const char *kernel_log_complaint(unsigned long mark);

/* Is there a splat since @mark for which @is returns true? */
bool kernel_log_has(unsigned long mark,
		    bool (*is)(const char *splat, const void *arg),
		    const void *arg);

/*
 * Write "kvm-hv-nested: @text: CASE" into the log. The runner reads the log too: it
 * leaves records between the following two texts of one case to the case.
 */
#define KERNEL_LOG_BEGINS	"case begins"
#define KERNEL_LOG_JUDGED	"case judged"
void kernel_log_note(const char *text);

/*
 * Write KERNEL_LOG_JUDGED, and fail the case if there is a splat since @mark for which
 * @known, called with its lines and @arg, does not return true; one that contains lines of
 * another splat always fails it. Its lines are printed as comments.
 */
void kernel_log_judge(unsigned long mark,
		      bool (*known)(const char *splat, const void *arg),
		      const void *arg);

/* The same without the note, and for any splat. */
void kernel_log_check(unsigned long mark);

/* --- interpretation, without the device --- */

/* One record of /dev/kmsg: "prio,seq,usec,flags;text\n key=value\n…". */
struct kernel_log_record {
	unsigned int level;	/* 0 emergency … 7 debug */
	bool user;		/* written by a program, not by the kernel */
	unsigned long seq;
	const char *text;	/* not NUL-terminated */
	size_t len;
};

/* False if @raw of @size bytes is no record. */
bool kernel_log_parse(const char *raw, size_t size,
		      struct kernel_log_record *record);

#endif /* KVM_HV_NESTED_KERNEL_LOG_H */
