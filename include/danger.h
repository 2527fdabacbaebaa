/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cases that show a kernel defect which can take the host down.
 *
 * Such a case runs only if it was named (-t PROGRAM:CASE), and only in the emulated
 * machine. The runner then sets DANGER_VARIABLE.
 */
#ifndef KVM_HV_NESTED_DANGER_H
#define KVM_HV_NESTED_DANGER_H

#define DANGER_VARIABLE	"KVM_HV_NESTED_DANGEROUS"

/* NULL, or why a case that can take the host down does not run now. */
const char *danger_not_wanted(void);

#endif /* KVM_HV_NESTED_DANGER_H */
