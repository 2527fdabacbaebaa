/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KSM, the kernel's merging of equal pages, on a host where others may use it.
 */
#ifndef KVM_HV_NESTED_KSM_UTIL_H
#define KVM_HV_NESTED_KSM_UTIL_H

#define KSM		"/sys/kernel/mm/ksm/"

/*
 * NULL, or why a case must not run or stop KSM here: there is none, or it merges memory
 * of other processes.
 */
const char *ksm_missing(void);

/* The settings that a case may change are undone at its end. */
void ksm_keep(void);

/* Both, for another folder of processes and of settings. */
const char *ksm_missing_in(const char *proc, const char *dir);
void ksm_keep_in(const char *dir);

#endif /* KVM_HV_NESTED_KSM_UTIL_H */
