/* SPDX-License-Identifier: GPL-2.0 */
/*
 * L1 as a hypervisor: code that runs in L1. Tests call it from the host through
 * vcpu_call() or nested.h, or from their own l1_ functions. Pointers are L1's, real
 * addresses are named ..._ra, int and long results are 0 or negative. Only the
 * functions that run L2 may be used on two vCPUs at the same time.
 */
#ifndef PPC64_L1_NESTED_H
#define PPC64_L1_NESTED_H

#include "guest/guest_cpu.h"
#include "guest/nested_state.h"
#include "isa/processor.h"

/* Register a partition table of @entries entries (256 to 4096, 1 << n). */
long l1_set_partition_table(uint64_t entries);
/* Write L2's entry; a root of 0 removes the L2 from the table. */
void l1_set_partition_entry(uint32_t lpid, uint64_t dw0, uint64_t dw1);

/* Write @l2's entry again, as l1_nested_create() did. */
void l1_nested_enter_table(struct l2_vm *l2);

/*
 * A new L2 with the image, its own tables and an entry for @lpid in the partition table; with
 * @real_mode its vCPUs run with the MMU off. Guest assertion if L1 has no memory left.
 */
struct l2_vm *l1_nested_create(uint32_t lpid, bool real_mode);
/* A vCPU of it, at most L2_MAX_VCPUS; @token: its vcpu_token for L0. */
struct l2_vcpu *l1_nested_vcpu_create(struct l2_vm *l2,
				      uint32_t token);

/*
 * Map L2 real @l2_ra to L1 real @l1_ra by a leaf of 1 << @shift bytes. Also map the
 * same effective addresses in L2's own tree, with the neighbouring gigabytes.
 */
int l1_nested_map(struct l2_vm *l2, gpa_t l2_ra, gpa_t l1_ra,
		  unsigned int shift, uint64_t bits);
/* Map L2 effective @ea to L2 real @l2_ra in L2's own tree. */
int l1_nested_map_ea(struct l2_vm *l2, gva_t ea, gpa_t l2_ra,
		     unsigned int shift);
/* Overwrite the leaf for @ea in L2's own tree. No invalidation. */
int l1_nested_set_ea_leaf(struct l2_vm *l2, gva_t ea, uint64_t leaf);
/* Overwrite the partition-scoped leaf for @l2_ra. No invalidation. */
int l1_nested_set_leaf(struct l2_vm *l2, gpa_t l2_ra, uint64_t leaf);
/* The leaf for @l2_ra, 0: none. */
uint64_t l1_nested_get_leaf(struct l2_vm *l2, gpa_t l2_ra);

/* The entry of any level (radix_entry()) for @l2_ra. No invalidation. */
int l1_nested_set_entry(struct l2_vm *l2, gpa_t l2_ra,
			unsigned int level, uint64_t value);
uint64_t l1_nested_get_entry(struct l2_vm *l2, gpa_t l2_ra,
			     unsigned int level);
/* Real address of L2's root directory. */
gpa_t l1_nested_root(struct l2_vm *l2);

/* How L1 invalidates: by H_TLB_INVALIDATE, or H_RPT_INVALIDATE (RPT). */
enum l1_way {
	L1_BY_PAGE,
	L1_BY_LPID,
	L1_BY_LPID_ALL_CACHES,		/* RIC=2 */
	L1_BY_ALL,			/* LPIDs */
	L1_BY_ALL_ALL_CACHES,
	L1_BY_RPT_RANGE,
	L1_BY_RPT_LPID,
	L1_BY_RPT_LPID_ALL_CACHES,
};

/*
 * Invalidate the leaf of 1 << @shift bytes at @l2_ra; the ways by LPID or all ignore these
 * two, and L1_BY_RPT_RANGE is for leaves of 64K and 2M. Returns the hypercall's result.
 */
long l1_invalidate(uint32_t lpid, gpa_t l2_ra, unsigned int shift,
		   enum l1_way way);
/* tlbie by H_TLB_INVALIDATE. @ap: see l1_ap_of(). */
long l1_tlbie(uint32_t lpid, gpa_t l2_ra, uint64_t ric, uint64_t is,
	      uint64_t ap);
uint64_t l1_ap_of(unsigned int shift);
/* The same by H_RPT_INVALIDATE; @start and @end in L2 real addresses. */
long l1_rpt_invalidate(uint32_t lpid, uint64_t type, uint64_t pages,
		       gpa_t start, gpa_t end);
/* ... with another target than the CPUs. */
long l1_rpt_invalidate_at(uint32_t lpid, uint64_t target, uint64_t type,
			  uint64_t pages, gpa_t start, gpa_t end);

/*
 * Call @fn in L2. Returns the trap; details are in the calling vCPU's guest_cpu.exit.
 * l1_nested_resume() continues where L2 stopped.
 */
uint64_t l1_nested_call(struct l2_vcpu *vcpu, void *fn, uint64_t a0,
			uint64_t a1, uint64_t a2, uint64_t a3);
uint64_t l1_nested_resume(struct l2_vcpu *vcpu);
/*
 * Has H_ENTER_NESTED returned @rc for an interrupt that is L0's or L1's? Then L2 goes on where
 * it was, once L1 enters it again.
 */
static inline bool l1_enters_again(long rc)
{
	return !rc || rc == VECTOR_EXTERNAL || rc == VECTOR_HDEC;
}

/*
 * The first part of l1_nested_call(): the caller can change the vCPU's hv_guest_state and
 * registers before l1_nested_resume().
 */
void l1_nested_prepare(struct l2_vcpu *vcpu, void *fn, uint64_t a0,
		       uint64_t a1, uint64_t a2, uint64_t a3);

/* H_COPY_TOFROM_GUEST; buffers are L1 real addresses or 0. */
long l1_copy_tofrom_guest(uint64_t lpid, uint64_t pid, gva_t ea,
			  gpa_t to_ra, gpa_t from_ra, uint64_t len);

/* Real address of a static 4K buffer that L0 may copy to. */
gpa_t l1_scratch(void);

/* L1's own access to its memory at @ra. */
uint64_t l1_load64(gpa_t ra);
void l1_store64(gpa_t ra, uint64_t value);

/* In L2. l2_fetch() calls the code at @ea and returns its value. */
uint64_t l2_load64(gva_t ea);
void l2_store64(gva_t ea, uint64_t value);
uint64_t l2_fetch(gva_t ea);

#endif /* PPC64_L1_NESTED_H */
