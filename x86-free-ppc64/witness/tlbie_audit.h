/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tlbie witness. It compares consecutive snapshots (radix dumps) of a VM with the
 * trace of tlbies: each leaf of L1's tree or of a shadow page table that was removed or
 * restricted needs a tlbie on all CPUs with the right LPID, address and size
 * (tlbie_diff.h). If the kernel invalidated the leaf's page through the MMU notifier,
 * the tlbie must come before the notifier is done (tlbie_due.h).
 *
 * A snapshot is taken whenever a test reads the tables, and at the end of a case. One
 * trace serves all cases of a program. Without tracing the witness is off.
 */
#ifndef KVM_HV_NESTED_TLBIE_AUDIT_H
#define KVM_HV_NESTED_TLBIE_AUDIT_H

#include <stdbool.h>

#include "witness/tlbie_saw.h"

struct kvm_vm;
struct radix_dump;
struct radix_leaf;

/* Call in the harness's process, before the cases. */
void tlbie_audit_start(int argc, char **argv);

/* NULL, or why this host has no such witness. */
const char *tlbie_audit_missing(void);

/* At the start of a case, before there is a VM. */
void tlbie_audit_begin(void);

/*
 * Call before reading the next dump: records the position in the trace, so that an
 * event that races with the reading is matched against this dump or the next.
 */
void tlbie_audit_before_look(void);

/*
 * Has a thread of another process or of the kernel, such as khugepaged, invalidated the
 * page at @hva since the last snapshot? False if this cannot be traced.
 */
bool tlbie_audit_host_took(struct kvm_vm *vm, const void *hva);

/* Compare @dump, the current state, with the last one, and keep it for the next. */
void tlbie_audit_look(struct kvm_vm *vm, struct radix_dump *dump);

/*
 * VM @vm_fd has ended, after a last snapshot: its entries must have been removed from the
 * host's partition table and invalidated on all CPUs.
 */
void tlbie_audit_vm_ended(int vm_fd);

/* The host's LPID of the L2 with L1's LPID @lpid, at the last snapshot; 0: unknown. */
unsigned long tlbie_audit_host_lpid(int vm_fd, unsigned long lpid);

/* Known defects that were seen in this case: TLBIE_SAW_…. */
unsigned int tlbie_audit_saw(void);
/* Was there a tlbie of the host's @lpid for @leaf, with the leaf's host address? */
bool tlbie_audit_has_host_address(unsigned long lpid,
				  const struct radix_leaf *leaf);

#endif /* KVM_HV_NESTED_TLBIE_AUDIT_H */
