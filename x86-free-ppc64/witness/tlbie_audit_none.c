// SPDX-License-Identifier: GPL-2.0
/* Without tracing there is no tlbie witness; see tlbie_audit.h. */
#include "missing_witness.h"
#include "trace_session.h"
#include "witness/tlbie_audit.h"

void tlbie_audit_start(int argc, char **argv)
{
}

const char *tlbie_audit_missing(void)
{
	return trace_missing();
}

void tlbie_audit_begin(void)
{
	witness_missing("tlbie", tlbie_audit_missing());
}

void tlbie_audit_before_look(void)
{
}

bool tlbie_audit_host_took(struct kvm_vm *vm, const void *hva)
{
	return false;
}

void tlbie_audit_look(struct kvm_vm *vm, struct radix_dump *dump)
{
}

void tlbie_audit_vm_ended(int vm_fd)
{
}

unsigned long tlbie_audit_host_lpid(int vm_fd, unsigned long lpid)
{
	return 0;
}

unsigned int tlbie_audit_saw(void)
{
	return 0;
}

bool tlbie_audit_has_host_address(unsigned long lpid,
				  const struct radix_leaf *leaf)
{
	return false;
}
