/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An interrupt controller for L1, where the host has one: XIVE in its native mode, with
 * one source of interrupts. L1 needs no access to it: userspace raises the interrupt and
 * acknowledges it for L1 (Documentation/virt/kvm/devices/xive.rst).
 */
#ifndef PPC64_VCPU_XIVE_H
#define PPC64_VCPU_XIVE_H

#include "kvm_util.h"

struct vcpu_xive {
	int fd;
	struct kvm_vcpu *vcpu;
	char *pages;	/* of the source: what raises it, and behind that its state */
};

/* NULL, or why this kernel gives @vm none. */
const char *vcpu_xive_missing(struct kvm_vm *vm);

/*
 * Interrupts go to @vcpu. L0 stores its events to 64K of L1's memory at @queue_gpa, which
 * a page of the host's has to hold.
 */
void vcpu_xive_create(struct vcpu_xive *xive, struct kvm_vcpu *vcpu, uint64_t queue_gpa);
void vcpu_xive_free(struct vcpu_xive *xive);

/* From any thread. */
void vcpu_xive_raise(struct vcpu_xive *xive);
/* While the vCPU is not in KVM_RUN: it is pending no longer, the next one may come. */
void vcpu_xive_acknowledge(struct vcpu_xive *xive);

#endif /* PPC64_VCPU_XIVE_H */
