/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Facts that hold as long as a program runs. Cases are forked one by one: what
 * one of them found out, the next need not find out again.
 */
#ifndef KVM_HV_NESTED_ONCE_H
#define KVM_HV_NESTED_ONCE_H

/*
 * What @probe gives: NULL, or a reason. Called once per program; a reason is
 * kept up to 255 bytes. At most 32 probes.
 */
const char *probe_once(const char *(*probe)(void));

#endif /* KVM_HV_NESTED_ONCE_H */
