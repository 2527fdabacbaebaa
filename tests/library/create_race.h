/* SPDX-License-Identifier: GPL-2.0 */
/* Two vCPUs of L1 enter new L2s at the same time. */
#ifndef KVM_HV_NESTED_CREATE_RACE_H
#define KVM_HV_NESTED_CREATE_RACE_H

/*
 * In a new VM: the two enter hundreds of L2s, one after the other. Ends with the first entry
 * that L0 refuses, and returns how many it refused; adds the number of L2s to @tried.
 */
int create_race(unsigned long *tried);

#endif /* KVM_HV_NESTED_CREATE_RACE_H */
