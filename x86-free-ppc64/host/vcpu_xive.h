/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An interrupt controller for L1, where the host has one: XIVE in its native mode, with
 * one source of interrupts, which userspace raises and ends. L1 acknowledges, see
 * guest/l1_xive.h (Documentation/virt/kvm/devices/xive.rst).
 */
#ifndef PPC64_VCPU_XIVE_H
#define PPC64_VCPU_XIVE_H

#include "kvm_util.h"

struct vcpu_xive {
	int fd;
	struct kvm_vcpu *vcpu;
	char *pages;	/* of the source: what raises it, and behind that its state */
	char *tima;	/* of the device; L1 has one page of it */
};

/* NULL, or why this kernel gives @vm none. */
const char *vcpu_xive_missing(struct kvm_vm *vm);

/* Does the interrupt controller save a vCPU's context by itself, as on POWER10? */
bool vcpu_xive_is_saved_by_host(void);

/*
 * Interrupts go to @vcpu. L0 stores its events to 64K of L1's memory at @queue_gpa, which
 * a page of the host's has to hold. L1 permits interrupts of every priority then.
 */
void vcpu_xive_create(struct vcpu_xive *xive, struct kvm_vcpu *vcpu, uint64_t queue_gpa);
void vcpu_xive_free(struct vcpu_xive *xive);

/* From any thread. */
void vcpu_xive_raise(struct vcpu_xive *xive);
/* From any thread, after L1 has acknowledged: the next one may come. */
void vcpu_xive_end(struct vcpu_xive *xive);

#endif /* PPC64_VCPU_XIVE_H */
