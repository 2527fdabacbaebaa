/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The room that a case starts in: one VM, host memory of a chosen kind in a
 * memslot whose base is not 0, and L2s that map it by leaves of a chosen size.
 * The memory carries marks, up to 32 in each leaf, each with a value of
 * its own, so that a wrong frame shows whatever the page sizes are.
 *
 * No two numberings coincide: L1's addresses, L2's addresses (above 4G, TEST_L2_RA
 * with bit 51 set) and L1's LPIDs are far from each other and from the host's.
 *
 * Include kselftest_harness.h first.
 */
#ifndef PPC64_NESTED_TEST_H
#define PPC64_NESTED_TEST_H

#include "backing.h"
#include "nested.h"
#include "tlbie_audit.h"

/* The harness's 30 s are for hardware; a hang is noticed by the run loop. */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	120	/* seconds */

/* What serves all cases of a program is made before them. */
#undef TEST_HARNESS_MAIN
#define TEST_HARNESS_MAIN						\
	int main(int argc, char **argv)					\
	{								\
		tlbie_audit_start(argc, argv);				\
		exit(test_harness_run(argc, argv));			\
	}

#define TEST_SLOT		7
#define TEST_GPA		0x140000000UL		/* of the memslot */
#define TEST_L2_RA		0x8000740000000UL	/* where L2 has it */
#define TEST_L2_ALIAS_RA(n)	(0x3200000000UL + (n) * 0x1000000000UL)
#define TEST_LPID		0x2a
#define TEST_LPID_OTHER		0x7ff

enum {
	UNIT_FIRST,
	UNIT_MIDDLE,
	UNIT_LAST,
	NR_UNITS,
};

/* Marks of different origin never equal each other. */
#define MARK_SEED_L0		0x10UL	/* what L0 put in first */
#define MARK_SEED_NEW		0x20UL	/* what L0 put in instead */
#define MARK_SEED_L2		0x30UL	/* what L2 stored */
#define MARK_SEED_FOREIGN	0x40UL	/* what belongs to somebody else */

/* Kernel defects that any case may meet; see docs/kernel-defects.md. */
#define DEFECT_SOFT_DIRTY_WARNING	"soft-dirty-warning"
#define DEFECT_UPGRADE_WARNING		"nested-upgrade-warning"
#define DEFECT_NESTED_CREATE_RACE	"nested-create-race"
#define DEFECT_SLOT_EDGE		"slot-edge-in-huge-page"
#define DEFECT_ENDED_L2_UNLOCKED	"ended-l2-unlocked"
#define DEFECT_RC_WRONG_LPID		"nested-rc-wrong-lpid"
#define DEFECT_FLUSH_UNLOCKED		"flush-nested-unlocked"
#define DEFECT_NEGATIVE_SHIFT		"small-page-negative-shift"
#define DEFECT_LARGE_LEAF_TLBIE		"large-leaf-wrong-tlbie"

/* What a fixture's variant says. */
struct nested_cell {
	enum backing_type backing;
	unsigned int leaf_shift;	/* of L1's leaves for L2 */
};

struct nested_test {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	struct backing mem;
	uint64_t gpa;			/* where its slot is: TEST_GPA, until moved */
	unsigned int leaf_shift;
	uint64_t leaf_size;
	/*
	 * A unit is what one action of L0 takes away: a host page, or an L2
	 * leaf where that is larger. The test uses the first, a middle and the
	 * last one of the slot; all are the same where it has but one.
	 */
	uint64_t unit;
	uint64_t step;			/* between marks */
	struct nested_guest l2;		/* TEST_LPID */
	enum backing_type frame_type;	/* of the last unit_frame() */
	unsigned long log_mark;
	bool meets_soft_dirty;		/* DEFECT_SOFT_DIRTY_WARNING may show */
	bool small_pages;		/* DEFECT_NEGATIVE_SHIFT may show */
	bool tables_are_stale;		/* no composition to check at the end */
	struct {
		const char *name;
		const char *text;
		bool shows;
	} defect;			/* of nested_test_known_defect() */
};

/*
 * Skips what the host lacks, then makes all of the above: the memory confirmed
 * to be of the kind, marked with MARK_SEED_L0, nothing mapped in L2 yet.
 */
void nested_test_setup(struct nested_test *t, const struct nested_cell *cell);
/* The same with more vCPUs of L1; t->vcpu is the first, and has t->l2. */
void nested_test_setup_vcpus(struct nested_test *t,
			     const struct nested_cell *cell, int nr_vcpus,
			     struct kvm_vcpu **vcpus);
/*
 * Ends the VM; fails if the kernel complained since setup, or names the known
 * defect that it was. @exit_code: the harness's, so that a failure stays one.
 */
void nested_test_teardown(struct nested_test *t, int exit_code);
/*
 * Its first half, for who looks at what is left of the VM: the witnesses of each case
 * speak, then the VM ends.
 */
void nested_test_end_vm(struct nested_test *t, int exit_code);
/*
 * The case is about the known defect @name: that is its verdict, expected failure if
 * it @shows and unexpected pass if not, unless something else is wrong. A WARNING
 * of kvmppc_create_pte() is not.
 */
void nested_test_known_defect(struct nested_test *t, bool shows,
			      const char *name, const char *text);
/*
 * With slub_debug the kernel notices a write into a freed object when the object
 * is handed out again, in a later case. Make it look now and report into its log.
 */
void nested_slabs_validate(void);
/* Another L2 beside t->l2. */
void nested_test_create_l2(struct nested_test *t, struct nested_guest *l2,
			   uint32_t lpid);

/* The places of a unit: UNIT_FIRST, UNIT_MIDDLE, UNIT_LAST. */
uint64_t unit_gpa(const struct nested_test *t, int unit);
uint64_t unit_l2_ra(const struct nested_test *t, int unit);
void *unit_hva(const struct nested_test *t, int unit);
size_t unit_offset(const struct nested_test *t, int unit);
/* False where the memory is one unit only. */
bool units_differ(const struct nested_test *t);

/*
 * L1 maps @unit for @l2 at @l2_ra: all its leaves, or where there are many, the
 * first, a middle and the last one. Reads and marks of L2 below follow that.
 */
void nested_test_map(struct nested_test *t, struct nested_guest *l2,
		     uint64_t l2_ra, int unit, uint64_t bits);
/* All units, each at its unit_l2_ra(), readable and writable. */
void nested_test_map_all(struct nested_test *t, struct nested_guest *l2);
/* L1 unmaps the leaves of a unit at @l2_ra, and invalidates each. */
void nested_test_unmap(struct nested_test *t, struct nested_guest *l2,
		       uint64_t l2_ra);

/* The mark for byte offset @offset under @seed. Never 0. */
static inline uint64_t mark(uint64_t seed, uint64_t offset)
{
	return (seed << 56) | (0x5eedUL << 40) | (offset / SZ_4K);
}

/* Host: marks @len bytes at @hva; offsets in marks start at @offset. */
void mark_memory(const struct nested_test *t, void *hva, size_t len,
		 uint64_t seed, uint64_t offset);

/*
 * Host: the marks of the unit, where L2 maps it, must be those of @seed (0:
 * zeros). Fails at the caller's line.
 */
#define host_expect_unit(t, unit, seed)					\
	host_must_hold(__FILE__, __LINE__, t, unit, seed)
void host_must_hold(const char *file, int line, const struct nested_test *t,
		    int unit, uint64_t seed);
/* The units beside UNIT_MIDDLE, if there are others, hold what L0 put in first. */
#define host_expect_neighbours(t)					\
	neighbours_must_hold(__FILE__, __LINE__, t)
void neighbours_must_hold(const char *file, int line,
			  const struct nested_test *t);
/* The same for memory that is no longer the test's. */
#define host_expect_marks(t, hva, len, seed, offset)			\
	memory_must_hold(__FILE__, __LINE__, t, hva, len, seed, offset)
void memory_must_hold(const char *file, int line, const struct nested_test *t,
		      const void *hva, size_t len, uint64_t seed,
		      uint64_t offset);

/*
 * L2 reads every mark of a unit at @l2_ra, unnoticed by L1, and must find those
 * of @seed (0: zeros).
 */
#define nested_expect_unit(t, l2, l2_ra, unit, seed)			\
	nested_must_hold(__FILE__, __LINE__, t, l2, l2_ra, unit, seed)
void nested_must_hold(const char *file, int line, struct nested_test *t,
		      struct nested_guest *l2, uint64_t l2_ra, int unit,
		      uint64_t seed);
/* L2 stores marks of @seed all over a unit. */
#define nested_mark_unit(t, l2, l2_ra, unit, seed)			\
	nested_must_mark(__FILE__, __LINE__, t, l2, l2_ra, unit, seed)
void nested_must_mark(const char *file, int line, struct nested_test *t,
		      struct nested_guest *l2, uint64_t l2_ra, int unit,
		      uint64_t seed);

/*
 * The tables as witness, beside the data: L0's shadow table of @l2 has, or no
 * longer has, a leaf over @l2_ra. They are in debugfs: without it nothing is
 * checked, and a note says so.
 *
 * Right after an access of L2 that makes the leaf. Where the host has taken the page
 * from L1 too since then, of its own accord, L2 reads it again (nested_look.c).
 */
#define shadow_expect_live(t, l2, l2_ra)				\
	shadow_must_be_live(__FILE__, __LINE__, t, l2, l2_ra)
/* ... still, without an access: what L0 did must have left it where it was. */
#define shadow_expect_kept(t, l2, l2_ra)				\
	shadow_must_be_kept(__FILE__, __LINE__, t, l2, l2_ra)
/* ... over any part of the L2 leaf, or of the unit, that starts there. */
#define shadow_expect_gone(t, l2, l2_ra)				\
	shadow_leaf_must_be_gone(__FILE__, __LINE__, t, l2, l2_ra)
#define shadow_expect_unit_gone(t, l2, l2_ra)				\
	shadow_unit_must_be_gone(__FILE__, __LINE__, t, l2, l2_ra)
/* ... over any part of @len bytes from @l2_ra on. */
#define shadow_expect_none(t, l2, l2_ra, len)				\
	shadow_must_have_none(__FILE__, __LINE__, t, l2, l2_ra, len)
/* ... and that leaf has, of the bits @mask (RADIX_PTE_*), exactly @bits. */
#define shadow_expect_bits(t, l2, l2_ra, mask, bits)			\
	shadow_must_have_bits(__FILE__, __LINE__, t, l2, l2_ra, mask, bits)
/* ... right after L2's @access, which is done again as for shadow_expect_live(). */
#define shadow_expect_bits_of(t, l2, access, l2_ra, mask, bits)		\
	shadow_must_get_bits(__FILE__, __LINE__, t, l2, access, l2_ra, mask,	\
			     bits)
/* Has the host the tables? If not, a note says so, once per case. */
bool shadow_can_be_read(struct kvm_vm *vm);
/* A dump that the test looks at itself: the tlbie witness wants it too. */
void shadow_dump_read(struct kvm_vm *vm, struct radix_dump *dump);
#define shadow_dump_free(vm, dump)					\
	shadow_dump_done(__FILE__, __LINE__, vm, dump)
void shadow_dump_done(const char *file, int line, struct kvm_vm *vm,
		      struct radix_dump *dump);
void shadow_must_be_live(const char *file, int line, struct nested_test *t,
			 struct nested_guest *l2, uint64_t l2_ra);
void shadow_must_be_kept(const char *file, int line, struct nested_test *t,
			 struct nested_guest *l2, uint64_t l2_ra);
void shadow_must_get_bits(const char *file, int line, struct nested_test *t,
			  struct nested_guest *l2, enum nested_access access,
			  uint64_t l2_ra, unsigned long mask,
			  unsigned long bits);
void shadow_must_have_bits(const char *file, int line, struct nested_test *t,
			   struct nested_guest *l2, uint64_t l2_ra,
			   unsigned long mask, unsigned long bits);
void shadow_leaf_must_be_gone(const char *file, int line, struct nested_test *t,
			      struct nested_guest *l2, uint64_t l2_ra);
void shadow_unit_must_be_gone(const char *file, int line, struct nested_test *t,
			      struct nested_guest *l2, uint64_t l2_ra);
void shadow_must_have_none(const char *file, int line, struct nested_test *t,
			   struct nested_guest *l2, uint64_t l2_ra, uint64_t len);

/*
 * Composition: every shadow leaf of every L2 is L1's leaf composed with L0's:
 * the same frame, no larger than either, no permission and no C that one of them
 * lacks; and there is none that the two do not make. At any quiet point; each
 * case does it at its end, unless it left L1's tables changed without the
 * invalidation, on purpose, and says so by t->tables_are_stale.
 */
#define shadow_expect_composed(vm)					\
	shadow_must_be_composed(__FILE__, __LINE__, vm)
void shadow_must_be_composed(const char *file, int line, struct kvm_vm *vm);

/* L1's leaf over @l2_ra for its L2 @lpid, 0: none. @gpa: where that byte is in L1. */
uint64_t nested_l1_leaf(struct kvm_vm *vm, unsigned long lpid, uint64_t l2_ra,
			uint64_t *gpa);

/*
 * The frame behind the first byte of a unit, and putting foreign data into it
 * once L0 has taken it away: a stale translation must not read right data by
 * accident. occupy_frame() gives the frame, or 0 and a note if it cannot be had;
 * without /proc/self/pagemap the case is skipped.
 */
unsigned long unit_frame(struct nested_test *t, int unit);
unsigned long occupy_frame(struct nested_test *t, unsigned long frame);
/* Nothing has stored into it since. 0: not occupied, not checked. */
#define occupied_expect_intact(frame)					\
	occupied_must_be_intact(__FILE__, __LINE__, frame)
void occupied_must_be_intact(const char *file, int line, unsigned long frame);

/*
 * Variants of @fixture, named backing_leaf_size. Its variant has a member
 * `struct nested_cell cell`. Cells that a host cannot offer skip.
 */
#define NESTED_CELL(fixture, backing_name, type, leaf_name, shift)	\
	FIXTURE_VARIANT_ADD(fixture, backing_name##_leaf_##leaf_name) {	\
		.cell = { .backing = type, .leaf_shift = shift },	\
	}

/*
 * The pairs that the kernel's code tells apart: host pages of the base size and
 * of 2M, each under leaves that are smaller or equal, and larger ones over base
 * pages; private and shared memory. docs/coverage.md says how they were chosen.
 */
#define NESTED_CELLS(fixture)						\
	NESTED_CELL(fixture, anon, BACKING_ANON, 4k, 12);		\
	NESTED_CELL(fixture, anon, BACKING_ANON, 64k, 16);		\
	NESTED_CELL(fixture, anon, BACKING_ANON, 2m, 21);		\
	NESTED_CELL(fixture, thp_2m, BACKING_ANON_THP, 64k, 16);	\
	NESTED_CELL(fixture, thp_2m, BACKING_ANON_THP, 2m, 21);		\
	NESTED_CELL(fixture, hugetlb_2m, BACKING_HUGETLB_2M, 64k, 16);	\
	NESTED_CELL(fixture, hugetlb_2m, BACKING_HUGETLB_2M, 2m, 21);	\
	NESTED_CELL(fixture, shmem, BACKING_SHMEM, 64k, 16);		\
	NESTED_CELL(fixture, memfd, BACKING_MEMFD, 2m, 21)

/* One of each size of host page: for what does not depend on the leaf. */
#define NESTED_CELLS_FEW(fixture)					\
	NESTED_CELL(fixture, anon, BACKING_ANON, 64k, 16);		\
	NESTED_CELL(fixture, thp_2m, BACKING_ANON_THP, 2m, 21);		\
	NESTED_CELL(fixture, hugetlb_2m, BACKING_HUGETLB_2M, 64k, 16)

/* Each relation of sizes, for what is the same on every kind of memory. */
#define NESTED_CELLS_SIZES(fixture)					\
	NESTED_CELL(fixture, anon, BACKING_ANON, 64k, 16);		\
	NESTED_CELL(fixture, anon, BACKING_ANON, 2m, 21);		\
	NESTED_CELL(fixture, thp_2m, BACKING_ANON_THP, 64k, 16);	\
	NESTED_CELL(fixture, thp_2m, BACKING_ANON_THP, 2m, 21)

/* Pages of 1G take a second to clear under emulation: for a few cases. */
#define NESTED_CELLS_1G(fixture)					\
	NESTED_CELL(fixture, hugetlb_1g, BACKING_HUGETLB_1G, 2m, 21);	\
	NESTED_CELL(fixture, hugetlb_1g, BACKING_HUGETLB_1G, 1g, 30)

/* Memory that has a file: holes can be punched into it. */
#define NESTED_CELLS_SHARED(fixture)					\
	NESTED_CELL(fixture, shmem, BACKING_SHMEM, 64k, 16);		\
	NESTED_CELL(fixture, memfd, BACKING_MEMFD, 2m, 21);		\
	NESTED_CELL(fixture, hugetlb_2m_shared,				\
		    BACKING_HUGETLB_2M_SHARED, 64k, 16);		\
	NESTED_CELL(fixture, hugetlb_2m_shared,				\
		    BACKING_HUGETLB_2M_SHARED, 2m, 21)

#endif
