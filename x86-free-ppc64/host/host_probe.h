/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What this host offers to nested guests, beside host_missing.h. One function per
 * fact; each gives NULL, or the reason for a skip: what is missing and how it can be had.
 */
#ifndef KVM_HV_NESTED_HOST_PROBE_H
#define KVM_HV_NESTED_HOST_PROBE_H

#include "host_missing.h"

const char *host_missing_hypervisor_cpu(void);	/* POWER9 or POWER10, in HV */
const char *host_missing_radix(void);
const char *host_missing_kvm(void);		/* /dev/kvm that opens */
const char *host_missing_kvm_hv(void);		/* the module, not KVM PR */
const char *host_missing_nested(void);		/* kvm_hv nested=Y */
const char *host_missing_nested_cap(void);	/* KVM_CAP_PPC_NESTED_HV */
/*
 * Kprobe address of @function, which may sleep. On PREEMPT kernels past the ftrace
 * prologue (docs/kernel-defects.md, ftrace-restores-r13); the arguments are still in
 * their registers there. Static buffer.
 */
const char *host_probe_place(const char *function);

/* @shift: 12, 16, 21 or 30; KVM must offer this leaf size to L1. */
const char *host_missing_leaf(unsigned int shift);

/* The first reason why no nested guest can run here at all, or NULL. */
const char *host_missing_any(void);

#endif /* KVM_HV_NESTED_HOST_PROBE_H */
