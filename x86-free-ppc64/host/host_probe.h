/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes for what nested guests need of the host, beside those of host_missing.h. Each
 * returns NULL, or the reason for a skip: what is missing and how to provide it.
 */
#ifndef KVM_HV_NESTED_HOST_PROBE_H
#define KVM_HV_NESTED_HOST_PROBE_H

#include <stdbool.h>

#include "host_missing.h"

const char *host_missing_hypervisor_cpu(void);	/* POWER9 or POWER10, in HV */
const char *host_missing_radix(void);
const char *host_missing_kvm_hv(void);		/* the module, not KVM PR */
const char *host_missing_nested(void);		/* kvm_hv nested=Y */
const char *host_missing_quiet(void);		/* no VMs of other processes */
/* How many there are. VMs of earlier cases, which are about to go, do not count. */
unsigned long host_other_vms(void);
/* Built with PREEMPT: a task may move to another CPU in the kernel. */
bool host_is_preemptible(void);
/*
 * Kprobe address of @function, which may sleep: on PREEMPT kernels after the ftrace
 * prologue (docs/kernel-defects.md, ftrace-restores-r13), where the arguments are still
 * in their registers. Static buffer.
 */
const char *host_probe_place(const char *function);

/*
 * Emulated by a QEMU without the patches in machine/qemu/, which leaves out some of the
 * architecture.
 */
bool host_is_stock_qemu(void);

/* @shift: 12, 16, 21 or 30; KVM must offer this leaf size to L1. */
const char *host_missing_leaf(unsigned int shift);

/* NULL, or the first reason why nested guests cannot run here. */
const char *host_missing_any(void);

#endif /* KVM_HV_NESTED_HOST_PROBE_H */
