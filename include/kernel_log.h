/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel log as a witness: what the kernel complained about since a mark.
 *
 * Records of /dev/kmsg carry a sequence number, so that nothing is lost or
 * counted twice whatever else reads the log or clears it.
 */
#ifndef KVM_HV_NESTED_KERNEL_LOG_H
#define KVM_HV_NESTED_KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* NULL, or why the log cannot be read. */
const char *kernel_log_missing(void);

/*
 * The place behind the last record. The first mark of a process starts reading
 * there; what came before it is nobody's.
 */
unsigned long kernel_log_mark(void);

/*
 * The first splat since @mark in one line, which names what, the function and the
 * process, or NULL. Stays valid. Records lost to an overrun are a test error.
 */
const char *kernel_log_complaint(unsigned long mark);

/*
 * The same, but for splats of which @known says that it expects them. It gets a
 * splat's lines and @arg; one that holds lines of another's is never asked about.
 */
const char *kernel_log_complaint_but(unsigned long mark,
				     bool (*known)(const char *splat,
						   const void *arg),
				     const void *arg);

/* Is there a splat since @mark of which @is holds? */
bool kernel_log_has(unsigned long mark,
		    bool (*is)(const char *splat, const void *arg),
		    const void *arg);

/* Print the lines of the splat that one of the above returned, as comments. */
void kernel_log_tell(const char *complaint);

/*
 * Write "kvm-hv-nested: @text: CASE" into the log. Two texts are for the
 * runner, which looks at the log as well: what lies between the two of one case
 * is judged by the case itself.
 */
#define KERNEL_LOG_BEGINS	"case begins"
#define KERNEL_LOG_JUDGED	"case judged"
void kernel_log_note(const char *text);

/* Fail the case if there is one; @when ends "the kernel complained …". */
void kernel_log_check(unsigned long mark, const char *when);

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
