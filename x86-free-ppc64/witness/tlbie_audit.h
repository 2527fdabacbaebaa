/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tlbie witness: between two looks at a VM's radix dump, every leaf of L1's
 * tree and of each shadow tree that lost something must have had its tlbie, on
 * all CPUs, with the right LPID, address and size (tlbie_diff.h); and each that led
 * to what the kernel took from this process, before that could go (tlbie_due.h).
 *
 * Looks are taken wherever the tables are looked at anyway, and at a case's end.
 * One trace serves all cases of a program; without tracing there is no witness,
 * and nothing else changes.
 */
#ifndef KVM_HV_NESTED_TLBIE_AUDIT_H
#define KVM_HV_NESTED_TLBIE_AUDIT_H

#include <stdbool.h>

#include "witness/tlbie_saw.h"

struct kvm_vm;
struct radix_dump;
struct radix_leaf;

/* In the harness's process, before its cases. */
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
 * Has a thread that is none of this process, such as khugepaged, taken the page at
 * @hva since the last look? False where that cannot be traced.
 */
bool tlbie_audit_host_took(struct kvm_vm *vm, const void *hva);

/* @dump is of now; hold it against the last one, and keep it for the next. */
void tlbie_audit_look(struct kvm_vm *vm, struct radix_dump *dump);

/*
 * VM @vm_fd, of which the last look was just taken, has ended: all of its
 * entries are out of the host's partition table, and all CPUs were told.
 */
void tlbie_audit_vm_ended(int vm_fd);

/* The host's LPID of the L2 that L1 calls @lpid, at the last look; 0: unknown. */
unsigned long tlbie_audit_host_lpid(int vm_fd, unsigned long lpid);

/* What was seen in this case that is no complaint: TLBIE_SAW_…. */
unsigned int tlbie_audit_saw(void);
/* Was there a tlbie of the host's @lpid for @leaf that named its host address? */
bool tlbie_audit_has_host_address(unsigned long lpid,
				  const struct radix_leaf *leaf);

#endif /* KVM_HV_NESTED_TLBIE_AUDIT_H */
