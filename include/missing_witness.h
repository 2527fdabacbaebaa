/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Witnesses that a case does without, because this host does not offer them. The case
 * goes on and can pass on what is left, but not in silence.
 */
#ifndef KVM_HV_NESTED_MISSING_WITNESS_H
#define KVM_HV_NESTED_MISSING_WITNESS_H

/*
 * Witness @name cannot be used here, and @reason says why and what to do. The first call
 * of a program for this name writes "# no witness: @name: @reason", from which the
 * runner makes its summary. Nothing for a @reason of NULL. At most 16 names.
 */
void witness_missing(const char *name, const char *reason);

/*
 * With KVM_HV_NESTED_STRICT=1 in the environment: test error if witness_missing() was
 * called in this process, with all that it was called for. Before a case acts.
 */
void witness_require_all(void);

#endif /* KVM_HV_NESTED_MISSING_WITNESS_H */
