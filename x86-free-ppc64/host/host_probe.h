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
 * Where to probe @function, which may sleep, at its start. The first instructions are
 * ftrace's: a task that a preemptible kernel moves to another CPU from a probe there
 * goes on with the per-CPU register of the first (docs/kernel-defects.md,
 * ftrace-restores-r13). On such a kernel past them, where the arguments are as they
 * came as yet. Static buffer.
 */
const char *host_probe_place(const char *function);

/* @shift: 12, 16, 21 or 30; KVM must offer this leaf size to L1. */
const char *host_missing_leaf(unsigned int shift);

/* The first reason why no nested guest can run here at all, or NULL. */
const char *host_missing_any(void);

#endif /* KVM_HV_NESTED_HOST_PROBE_H */
