/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks (witnesses) that this host does not support. The case goes on without them and
 * can pass, but the program reports them.
 */
#ifndef KVM_HV_NESTED_MISSING_WITNESS_H
#define KVM_HV_NESTED_MISSING_WITNESS_H

/*
 * Witness @name cannot be used here; @reason says why, and what to do. The first call in
 * a program for this name prints "# no witness: @name: @reason", which the runner
 * summarizes. A NULL @reason does nothing. At most 16 names.
 */
void witness_missing(const char *name, const char *reason);

/*
 * NULL, or the reason why witness @name must not be used: KVM_HV_NESTED_WITHOUT=@name in
 * the environment switches it off, to see what the other witnesses find.
 */
const char *witness_switched_off(const char *name);

/*
 * With KVM_HV_NESTED_STRICT=1 in the environment: test error that lists the witnesses
 * for which witness_missing() was called in this process. To be called before a case
 * changes anything.
 */
void witness_require_all(void);

#endif /* KVM_HV_NESTED_MISSING_WITNESS_H */
