/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An interrupt controller for L1: KVM's XIVE native device
 * (Documentation/virt/kvm/devices/xive.rst), with one interrupt source, which userspace
 * triggers and ends. L1 acknowledges its interrupts by guest/l1_xive.h.
 */
#ifndef PPC64_VCPU_XIVE_H
#define PPC64_VCPU_XIVE_H

#include "kvm_util.h"

struct vcpu_xive {
	int fd;
	struct kvm_vcpu *vcpu;
	char *pages;	/* the source's ESB pages: trigger, then management */
	char *tima;	/* the device's; one page of it is mapped into L1 */
};

/* NULL, or why @vm cannot have one. */
const char *vcpu_xive_missing(struct kvm_vm *vm);

/* Does the interrupt controller save a vCPU's context by itself, as on POWER10? */
bool vcpu_xive_is_saved_by_host(void);

/*
 * Create the device, connect @vcpu, and run l1_xive_open() on it. L0 stores events to a
 * queue of 64K at @queue_gpa, which must lie in one host page. Refusals are test errors.
 */
void vcpu_xive_create(struct vcpu_xive *xive, struct kvm_vcpu *vcpu, gpa_t queue_gpa);
void vcpu_xive_free(struct vcpu_xive *xive);

/* Trigger the source. From any thread. */
void vcpu_xive_raise(struct vcpu_xive *xive);
/* End of interrupt, after L1 has acknowledged it: the next one may come. From any thread. */
void vcpu_xive_end(struct vcpu_xive *xive);

#endif /* PPC64_VCPU_XIVE_H */
