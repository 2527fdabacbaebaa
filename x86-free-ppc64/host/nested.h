/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L2s for tests on the host. Each function runs code of l1_nested.h in L1, on the L1
 * vCPU of the L2; reads, writes and fetches then run in L2. A check that fails is
 * reported at its caller's line.
 *
 * l2_ra is an L2 real address, equal to L2's effective address unless mapped
 * otherwise; gpa is an L1 real address.
 */
#ifndef PPC64_NESTED_H
#define PPC64_NESTED_H

#include "guest/guest_cpu.h"
#include "guest/nested_state.h"
#include "kvm_util.h"
#include "isa/radix.h"

/* One L2 vCPU on one L1 vCPU. */
struct nested_vcpu {
	struct kvm_vcpu *vcpu;
	uint32_t lpid;		/* as L1 numbers it */
	gva_t l2_vm;		/* struct l2_vm, in L1 */
	gva_t l2_vcpu;		/* struct l2_vcpu, in L1 */
};

/* L2 real addresses for tests start here, above all addresses of L1. */
#define NESTED_L2_RA	0x3200000000UL

/* All LPIDs that fit in a partition table of the largest size KVM takes. */
#define NESTED_MAX_LPID		4095

/* Set up L1's partition table for LPIDs up to NESTED_MAX_LPID. */
void nested_enable(struct kvm_vcpu *vcpu);
void nested_create(struct nested_vcpu *l2, struct kvm_vcpu *vcpu,
		   uint32_t lpid);
/* The same with L2's MMU off. */
void nested_create_real_mode(struct nested_vcpu *l2, struct kvm_vcpu *vcpu,
			     uint32_t lpid);
/* Another vCPU of @l2's partition, run by L1's @vcpu. */
void nested_add_vcpu(struct nested_vcpu *other, struct nested_vcpu *l2,
		     struct kvm_vcpu *vcpu);

/* L1's state of @l2's vCPU, in L1's memory: L0 reads it when L2 is entered. */
struct l2_vcpu *nested_l2_state(const struct nested_vcpu *l2);
/* The real addresses of its two parts, which are the arguments of H_ENTER_NESTED. */
gpa_t nested_hv_ra(const struct nested_vcpu *l2);
gpa_t nested_regs_ra(const struct nested_vcpu *l2);

/* The hypercall's result @rc must be @expected, an H_* value. */
#define hcall_expect_rc(rc, expected)	TEST_VERB(__hcall_expect_rc(rc, expected))
void __hcall_expect_rc(long rc, long expected);

/* L1 maps 1 << @shift bytes with RADIX_* @bits (permissions, R and C). */
void nested_map(struct nested_vcpu *l2, gpa_t l2_ra, gpa_t gpa,
		unsigned int shift, uint64_t bits);
#define nested_map_rw(l2, l2_ra, gpa, shift)				\
	nested_map(l2, l2_ra, gpa, shift, RADIX_RW | RADIX_RC)

/* L1 changes the leaf and invalidates the page by tlbie, as the ISA requires. */
void nested_unmap(struct nested_vcpu *l2, gpa_t l2_ra, unsigned int shift);
void nested_remap(struct nested_vcpu *l2, gpa_t l2_ra, gpa_t gpa,
		  unsigned int shift, uint64_t bits);
/* The parts of these. A leaf of 0 unmaps. */
void nested_set_leaf(struct nested_vcpu *l2, gpa_t l2_ra, uint64_t leaf);
uint64_t nested_leaf(gpa_t gpa, uint64_t bits);
void nested_tlbie_page(struct nested_vcpu *l2, gpa_t l2_ra,
		       unsigned int shift);
void nested_tlbie_lpid(struct nested_vcpu *l2, uint64_t ric);
void nested_tlbie_all(struct nested_vcpu *l2, uint64_t ric);
/* @way: enum l1_way of guest/l1_nested.h; skips the case if the kernel lacks it. */
void nested_invalidate(struct nested_vcpu *l2, gpa_t l2_ra,
		       unsigned int shift, int way);

/* Instead of an expected ASDR: the address of the access. */
#define NESTED_EA	(~0UL)

enum nested_access {
	NESTED_LOAD,
	NESTED_STORE,
	NESTED_FETCH,
};

/* How a run of L2 ended, and where. */
enum nested_end {
	NESTED_RETURNED,	/* the L2 function ended; exit.value */
	NESTED_TO_L1,		/* with an interrupt of L2 to L1; exit */
	NESTED_TO_L0,		/* with an exit to userspace, not to L1; stop */
	NESTED_SYNCED,		/* GUEST_SYNC or GUEST_DONE; stop.uc */
};

struct nested_result {
	enum nested_end end;
	struct nested_exit exit;
	struct vcpu_stop stop;
};

/* NULL, or why a VM of this kernel has no H_RPT_INVALIDATE. */
const char *nested_missing_rpt_invalidate(struct kvm_vm *vm);

/* Calls @fn in L2 with up to 4 arguments of 64 bits. */
#define nested_call(l2, fn, ...)					\
	__NESTED_CALL(l2, fn, ##__VA_ARGS__, 0, 0, 0, 0)
#define __NESTED_CALL(l2, fn, a0, a1, a2, a3, ...)			\
	__nested_call(l2, fn, a0, a1, a2, a3)
struct nested_result __nested_call(struct nested_vcpu *l2, void *fn, uint64_t a0,
				   uint64_t a1, uint64_t a2, uint64_t a3);
/* The same, returns the value of @fn; any other end is a failure. */
#define nested_call_value(l2, fn, ...)					\
({									\
	struct nested_vcpu *__l2 = (l2);				\
	struct nested_result __result = nested_call(__l2, fn, ##__VA_ARGS__); \
									\
	TEST_VERB(__nested_value(__l2, &__result));			\
})
uint64_t __nested_value(struct nested_vcpu *l2, const struct nested_result *result);
/* Continue after NESTED_SYNCED, or after NESTED_TO_L0 once the exit is handled. */
struct nested_result nested_continue(struct nested_vcpu *l2);
/* The same, returns the value of L2's function; any other end is a failure. */
#define nested_continue_value(l2)					\
({									\
	struct nested_vcpu *__l2 = (l2);				\
	struct nested_result __result = nested_continue(__l2);		\
									\
	TEST_VERB(__nested_value(__l2, &__result));			\
})
/*
 * The first part of nested_call(): nested_retry() then runs @fn, and the caller can change
 * nested_l2_state() before it.
 */
#define nested_prepare(l2, fn, ...)					\
	__NESTED_PREPARE(l2, fn, ##__VA_ARGS__, 0, 0, 0, 0)
#define __NESTED_PREPARE(l2, fn, a0, a1, a2, a3, ...)			\
	__nested_prepare(l2, fn, a0, a1, a2, a3)
void __nested_prepare(struct nested_vcpu *l2, void *fn, uint64_t a0, uint64_t a1,
		      uint64_t a2, uint64_t a3);
/* Enter L2 where it was prepared, or again where an interrupt to L1 stopped it. */
struct nested_result nested_retry(struct nested_vcpu *l2);
struct nested_result nested_access(struct nested_vcpu *l2,
				   enum nested_access access, gva_t ea,
				   uint64_t value);
/* With vcpu_run_retried(): NESTED_TO_L0 with VCPU_STOP_STILL_RUNNING if it makes no progress. */
struct nested_result nested_access_retried(struct nested_vcpu *l2,
					   enum nested_access access, gva_t ea);
/* Description of @result, one line. Static buffer. */
const char *nested_result_name(struct nested_vcpu *l2,
			       const struct nested_result *result);

/* Is @result what nested_expect_fault_at(), nested_expect_no_memory() expect? */
bool nested_is_fault(const struct nested_result *result,
		     enum nested_access access, gva_t ea, uint64_t cause,
		     gpa_t asdr);
bool nested_is_no_memory(const struct nested_result *result, gva_t ea);

/* L2 loads, stores and executes, without an exit to L1 or to userspace. */
#define nested_read(l2, ea)	    TEST_VERB(__nested_read(l2, ea))
#define nested_write(l2, ea, value) TEST_VERB(__nested_write(l2, ea, value))
#define nested_fetch(l2, ea)	    TEST_VERB(__nested_fetch(l2, ea))
/* A load that must return @value. */
#define nested_expect_value(l2, ea, value)				\
	TEST_VERB(__nested_expect_value(l2, ea, value))

/*
 * The access must cause a hypervisor storage interrupt in L1 with exactly the causes
 * @cause (DSISR_* for data, SRR1_ISI_* for a fetch; DSISR_ISSTORE is added for a store)
 * and with L2's address in ASDR and in HDAR, for a fetch in NIP.
 */
#define nested_expect_fault(l2, access, ea, cause)			\
	TEST_VERB(__nested_expect_fault(l2, access, ea, cause, NESTED_EA))
/* The same with another address in ASDR: the fault was on a table, not on the page. */
#define nested_expect_fault_at(l2, access, ea, cause, asdr)		\
	TEST_VERB(__nested_expect_fault(l2, access, ea, cause, asdr))

/*
 * There is no host memory behind the L1 page: the access must fail. Either KVM_RUN
 * returns EFAULT, as for an access by L1; or L1 gets a hypervisor data storage
 * interrupt at L2's address, to which kvmhv_enter_nested_guest() converts errors of
 * its fault handler. Loads and stores only.
 */
#define nested_expect_no_memory(l2, access, ea)				\
	TEST_VERB(__nested_expect_no_memory(l2, access, ea))

/*
 * NULL, or why L0 cannot emulate MMIO of L2: it reads L2's instruction through
 * quadrants 1 and 2 (Power ISA 3.0B, Book III, 5.7.5.1). QEMU's powernv, as of
 * 10.0, takes L2's process-scoped tables there for the host's. L2 must have run.
 */
const char *nested_mmio_missing(struct nested_vcpu *l2);

/*
 * There is no memslot behind L1's @gpa: the access must exit to userspace as MMIO to that
 * address; a load then waits for its data. Where L0 cannot emulate MMIO of L2 it must
 * not complete: L0 retries for ever.
 */
#define nested_expect_mmio(l2, access, ea, gpa)				\
	TEST_VERB(__nested_expect_mmio(l2, access, ea, gpa))

uint64_t __nested_read(struct nested_vcpu *l2, gva_t ea);
void __nested_write(struct nested_vcpu *l2, gva_t ea, uint64_t value);
uint64_t __nested_fetch(struct nested_vcpu *l2, gva_t ea);
void __nested_expect_value(struct nested_vcpu *l2, gva_t ea,
			   uint64_t value);
void __nested_expect_fault(struct nested_vcpu *l2, enum nested_access access,
			   gva_t ea, uint64_t cause, gpa_t asdr);
void __nested_expect_no_memory(struct nested_vcpu *l2,
			       enum nested_access access, gva_t ea);
void __nested_expect_mmio(struct nested_vcpu *l2, enum nested_access access,
			  gva_t ea, gpa_t gpa);

#endif /* PPC64_NESTED_H */
