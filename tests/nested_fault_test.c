// SPDX-License-Identifier: GPL-2.0
/*
 * If L0 cannot translate an access of L2, L1 gets an interrupt whose cause and address
 * identify the table that is missing, malformed or outside of L1's memory.
 *
 * kvmppc_mmu_walk_radix_tree() walks L1's tables for L2; kvmhv_translate_addr_nested()
 * converts its result to a cause. L1 can write anything to its tables.
 */
#include "kselftest_harness.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "isa/hcall.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"
#include "fixture/nested_test.h"
#include "isa/processor.h"

/* Each row has root entry, directories and leaf of its own. */
#define ROW_RA(row)	((0x1000UL + (row)) << 39 | 0x7640000000UL)

NESTED_TEST_SUITE_ON(nested_fault, BACKING_ANON, 16, nested_test_setup);

/* L1 overwrites the entry of level @level; 3 is the root. */
struct bad_entry {
	const char *name;
	unsigned int level;
	uint64_t clear, set;
	uint64_t cause;
};

/* Each kind of access faults into L1 with the same cause and address. */
static void expect_each_faults(struct nested_test *t, gpa_t l2_ra,
			       uint64_t cause, uint64_t asdr)
{
	nested_expect_fault_at(&t->l2, NESTED_LOAD, l2_ra, cause, asdr);
	nested_expect_fault_at(&t->l2, NESTED_STORE, l2_ra, cause, asdr);
	nested_expect_fault_at(&t->l2, NESTED_FETCH, l2_ra, cause, asdr);
}

/* A valid table, then a bad one, then the valid one again: L2 faults only while it is bad. */
static void expect_bad_entry(struct nested_test *t, gpa_t l2_ra,
			     const struct bad_entry *bad, uint64_t asdr)
{
	uint64_t good;

	nested_map_rw(&t->l2, l2_ra, TEST_GPA, t->leaf_shift);
	if (nested_read(&t->l2, l2_ra) != mark(MARK_SEED_L0, 0))
		TEST_FAIL("L2 does not read what is there");
	shadow_expect_live(&t->l2, l2_ra);

	good = vcpu_call(t->vcpu, l1_nested_get_entry, t->l2.l2_vm, l2_ra,
			 bad->level);
	vcpu_call(t->vcpu, l1_nested_set_entry, t->l2.l2_vm, l2_ra, bad->level,
		  (good & ~bad->clear) | bad->set);
	nested_tlbie_page(&t->l2, l2_ra, t->leaf_shift);
	expect_each_faults(t, l2_ra, bad->cause, asdr);

	vcpu_call(t->vcpu, l1_nested_set_entry, t->l2.l2_vm, l2_ra, bad->level,
		  good);
	nested_write(&t->l2, l2_ra, mark(MARK_SEED_L0, 0));
}

static void expect_bad_entries(struct nested_test *t,
			       const struct bad_entry *rows, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		test_row("%s", rows[i].name);
		expect_bad_entry(t, ROW_RA(i), &rows[i], NESTED_EA);
	}
	test_row_end();
}

/* L1 clears an entry, at each level: L2 faults with "no translation". */
TEST_F(nested_fault, entry_missing)
{
	static const struct bad_entry rows[] = {
		{ "root", 3, ~0UL, 0, DSISR_NOHPTE },
		{ "level 2", 2, ~0UL, 0, DSISR_NOHPTE },
		{ "level 1", 1, ~0UL, 0, DSISR_NOHPTE },
		{ "leaf", 0, ~0UL, 0, DSISR_NOHPTE },
		{ "leaf not present", 0, RADIX_PRESENT, 0, DSISR_NOHPTE },
	};

	expect_bad_entries(&self->t, rows, ARRAY_SIZE(rows));
}

/* L1 has a table that POWER9 does not support: L2 faults with that cause. */
TEST_F(nested_fault, entry_of_bad_geometry)
{
	static const struct bad_entry rows[] = {
		{ "8 bits below the root", 3, RADIX_NLS_MASK, 8,
		  DSISR_UNSUPP_MMU },
		{ "10 bits below level 2", 2, RADIX_NLS_MASK, 10,
		  DSISR_UNSUPP_MMU },
		{ "8 bits below level 1", 1, RADIX_NLS_MASK, 8,
		  DSISR_UNSUPP_MMU },
		{ "no bits below level 1", 1, RADIX_NLS_MASK, 0,
		  DSISR_UNSUPP_MMU },
		{ "31 bits below level 1", 1, 0, RADIX_NLS_MASK,
		  DSISR_UNSUPP_MMU },
		{ "table below the root not aligned", 3, 0, 0x800,
		  DSISR_UNSUPP_MMU },
		{ "table below level 2 not aligned", 2, 0, 0x100,
		  DSISR_UNSUPP_MMU },
		{ "leaf of 512G", 3, ~0UL,
		  RADIX_PRESENT | RADIX_LEAF | RADIX_RWX | RADIX_RC,
		  DSISR_UNSUPP_MMU },
		{ "leaf not aligned to its size", 0, 0, SZ_4K,
		  DSISR_UNSUPP_MMU },
		{ "no leaf at the last level", 0, RADIX_LEAF, 0,
		  DSISR_UNSUPP_MMU },
	};

	expect_bad_entries(&self->t, rows, ARRAY_SIZE(rows));
}

/*
 * A directory entry points outside of L1's memory: ASDR is the address of the entry that
 * could not be read, HDAR that of L2's access.
 */
TEST_F(nested_fault, table_outside_memory)
{
	/* The next table: the lowest bit that it translates, its number of entries. */
	static const struct {
		unsigned int shift, entries;
	} below[] = { {}, { 16, 32 }, { 21, 512 }, { 30, 512 } };
	struct nested_test *t = &self->t;
	unsigned int level;

	for (level = 1; level <= 3; level++) {
		struct bad_entry row = {
			.level = level, .clear = RADIX_NLB_MASK, .set = TEST_NO_SLOT_GPA,
			.cause = DSISR_PRTABLE_FAULT,
		};
		uint64_t index = (ROW_RA(level) >> below[level].shift) %
				 below[level].entries;

		test_row("table below level %u", level);
		expect_bad_entry(t, ROW_RA(level), &row, TEST_NO_SLOT_GPA + index * 8);
	}
	test_row_end();
}

/*
 * The cause of an interrupt to L1 at the first instruction of @fn, 0 for any other end.
 * It is an instruction storage interrupt, but QEMU raises a data storage interrupt if
 * the fault is on a table of L2 and not on the instruction.
 */
static uint64_t cause_of_entry(const struct nested_result *result, void *fn)
{
	if (result->end != NESTED_TO_L1 || result->exit.nip != (uint64_t)fn)
		return 0;
	switch (result->exit.trap) {
	case VECTOR_H_INST_STORAGE:
		return result->exit.msr & HISI_CAUSES;
	case VECTOR_H_DATA_STORAGE:
		return result->exit.hdsisr;
	default:
		return 0;
	}
}

/* L2's first fetch, after L1 wrote @dw0 to its partition table entry. */
static void expect_bad_root(struct nested_test *t, uint64_t dw0, uint64_t cause)
{
	struct nested_result result;

	vcpu_call(t->vcpu, l1_set_partition_entry, TEST_LPID, dw0,
		  RADIX_ROOT_HR | L2_PROCESS_TABLE);
	nested_tlbie_lpid(&t->l2, TLBIE_RIC_ALL);
	result = nested_call(&t->l2, l2_load64, TEST_L2_RA);
	if (cause_of_entry(&result, l2_load64) != cause)
		TEST_FAIL("L2 should not run but fault with cause %#lx: %s", cause,
			  nested_result_name(&t->l2, &result));
}

/*
 * L1 sets a root that POWER9 does not support, or one outside of its memory: L2's first
 * fetch faults into L1 with that cause. With its own root restored, L2 runs.
 */
TEST_F(nested_fault, bad_root)
{
	static const struct {
		const char *name;
		uint64_t clear, set, cause;
	} rows[] = {
		{ "51 bits of address", 0x7UL << 5, 0x4UL << 5,
		  DSISR_UNSUPP_MMU },
		{ "no bits of address", RADIX_ROOT_RTS, 0, DSISR_UNSUPP_MMU },
		{ "root of 12 bits", RADIX_NLS_MASK, 12, DSISR_UNSUPP_MMU },
		{ "root of 31 bits", 0, RADIX_NLS_MASK, DSISR_UNSUPP_MMU },
		{ "root not aligned", 0, 0x1000, DSISR_UNSUPP_MMU },
		{ "root outside memory", RADIX_NLB_MASK, TEST_NO_SLOT_GPA,
		  DSISR_PRTABLE_FAULT },
	};
	struct nested_test *t = &self->t;
	uint64_t good;
	size_t i;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	good = RADIX_ROOT_HR | RADIX_ROOT_RTS | RADIX_ROOT_BITS |
	       vcpu_call(t->vcpu, l1_nested_root, t->l2.l2_vm);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		test_row("%s", rows[i].name);
		nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
		expect_bad_root(t, (good & ~rows[i].clear) | rows[i].set,
				rows[i].cause);
		vcpu_call(t->vcpu, l1_set_partition_entry, TEST_LPID, good,
			  RADIX_ROOT_HR | L2_PROCESS_TABLE);
		nested_tlbie_lpid(&t->l2, TLBIE_RIC_ALL);
	}
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
	test_row_end();
}

/*
 * L1 does not map the page of L2's own tables: L2's access faults into L1, and ASDR is
 * the address of the table and not of the page. With the leaf restored, L2 continues.
 * L2 has not run before, since a CPU may cache translations from L2's tables.
 */
TEST_F(nested_fault, tables_of_l2_not_mapped)
{
	struct nested_test *t = &self->t;
	struct nested_result result;
	uint64_t leaf;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	leaf = vcpu_call(t->vcpu, l1_nested_get_leaf, t->l2.l2_vm, L2_TABLES);
	nested_unmap(&t->l2, L2_TABLES, 16);
	result = nested_access(&t->l2, NESTED_LOAD, TEST_L2_RA, 0);
	if (cause_of_entry(&result, l2_load64) != SRR1_ISI_NOPT ||
	    align_down(result.exit.asdr, SZ_64K) != L2_TABLES)
		TEST_FAIL("L2's tables at %#lx are missing: %s", L2_TABLES,
			  nested_result_name(&t->l2, &result));
	vcpu_call(t->vcpu, l1_nested_set_entry, t->l2.l2_vm, L2_TABLES, 0, leaf);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
}

/* In L2: one load or store. Returns the loaded value, or @value. */
#define LOAD(name, insn)						\
	static uint64_t l2_##name(gva_t ea, uint64_t value)		\
	{								\
		asm volatile(insn : "=r" (value) : "b" (ea) : "memory");	\
		return value;						\
	}

#define STORE(name, insn)						\
	static uint64_t l2_##name(gva_t ea, uint64_t value)		\
	{								\
		asm volatile(insn : : "b" (ea), "r" (value) : "memory"); \
		return value;						\
	}

LOAD(lbz, "lbz %0, 0(%1)")
LOAD(lhz, "lhz %0, 0(%1)")
LOAD(lha, "lha %0, 0(%1)")
LOAD(lwz, "lwz %0, 0(%1)")
LOAD(lwa, "lwa %0, 0(%1)")
LOAD(lwbrx, "lwbrx %0, 0, %1")
LOAD(ld, "ld %0, 0(%1)")
STORE(stb, "stb %1, 0(%0)")
STORE(sth, "sth %1, 0(%0)")
STORE(stw, "stw %1, 0(%0)")
STORE(stwbrx, "stwbrx %1, 0, %0")
STORE(std, "std %1, 0(%0)")

/* The bytes on the bus, and the value in L2's register. */
struct mmio_row {
	const char *name;
	uint64_t (*fn)(gva_t ea, uint64_t value);
	uint32_t len;
	bool is_write;
	uint64_t value;
	uint8_t bytes[8];
};

/* A store first: no load before it has set the register that L0 would load. */
static const struct mmio_row mmio_rows[] = {
	{ "stb", l2_stb, 1, true, 0xff71, { 0x71 } },
	{ "lbz", l2_lbz, 1, false, 0x91, { 0x91 } },
	{ "lhz", l2_lhz, 2, false, 0x9291, { 0x91, 0x92 } },
	{ "lha", l2_lha, 2, false, 0xffffffffffff9291UL,
	  { 0x91, 0x92 } },
	{ "lwz", l2_lwz, 4, false, 0x94939291,
	  { 0x91, 0x92, 0x93, 0x94 } },
	{ "lwa", l2_lwa, 4, false, 0xffffffff94939291UL,
	  { 0x91, 0x92, 0x93, 0x94 } },
	{ "lwbrx", l2_lwbrx, 4, false, 0x91929394,
	  { 0x91, 0x92, 0x93, 0x94 } },
	{ "ld", l2_ld, 8, false, 0x9897969594939291UL,
	  { 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98 } },
	{ "sth", l2_sth, 2, true, 0xff7271, { 0x71, 0x72 } },
	{ "stw", l2_stw, 4, true, 0xff74737271UL,
	  { 0x71, 0x72, 0x73, 0x74 } },
	{ "stwbrx", l2_stwbrx, 4, true, 0x71727374,
	  { 0x71, 0x72, 0x73, 0x74 } },
	{ "std", l2_std, 8, true, 0x7877767574737271UL,
	  { 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78 } },
};

#define MMIO_OFFSET	0x1238		/* in the page without memslot */

static void expect_mmio_exit(struct nested_test *t, const struct mmio_row *row,
			     const struct nested_result *result, gpa_t gpa)
{
	struct kvm_run *run = t->vcpu->run;

	if (result->end != NESTED_TO_L0 ||
	    result->stop.reason != VCPU_STOP_MMIO ||
	    run->mmio.phys_addr != gpa || run->mmio.len != row->len ||
	    run->mmio.is_write != row->is_write)
		TEST_FAIL("L0's userspace should get MMIO of %u bytes at %#lx: %s",
			  row->len, gpa, nested_result_name(&t->l2, result));
}

/* L2 accesses @l2_ra; L0's userspace gets MMIO at @gpa, and supplies a load's data. */
static void expect_mmio(struct nested_test *t, const struct mmio_row *row,
			gpa_t l2_ra, gpa_t gpa)
{
	struct kvm_run *run = t->vcpu->run;
	struct nested_result result = nested_call(&t->l2, row->fn, l2_ra,
						  row->value);
	uint64_t loaded;

	expect_mmio_exit(t, row, &result, gpa);
	if (!row->is_write)
		memcpy(run->mmio.data, row->bytes, row->len);
	else if (memcmp(run->mmio.data, row->bytes, row->len))
		TEST_FAIL("L0's userspace got other bytes than those that L2 stored");
	loaded = nested_continue_value(&t->l2);
	if (!row->is_write && loaded != row->value)
		TEST_FAIL("L2 loaded %#lx, not %#lx", loaded, row->value);
}

/*
 * L1 maps L2's page to a gpa without memslot. Each load and store of L2 exits to L0's
 * userspace with L1's address and not L2's, with its size and bytes; L2 loads the data
 * that userspace supplies. There is no exit to L1.
 */
TEST_F(nested_fault, mmio_of_each_size)
{
	struct nested_test *t = &self->t;
	size_t i;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
	TEST_REQUIRE_PRESENT(nested_mmio_missing(&t->l2));
	nested_map_rw(&t->l2, TEST_L2_ALIAS_RA(0), TEST_NO_SLOT_GPA, t->leaf_shift);
	for (i = 0; i < ARRAY_SIZE(mmio_rows); i++) {
		test_row("%s", mmio_rows[i].name);
		expect_mmio(t, &mmio_rows[i], TEST_L2_ALIAS_RA(0) + MMIO_OFFSET,
			    TEST_NO_SLOT_GPA + MMIO_OFFSET);
	}
	test_row_end();
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
}

/* L0's userspace gets the load of @l2 as MMIO at @gpa, and supplies @value. */
static void expect_mmio_load(struct nested_test *t, struct nested_vcpu *l2,
			     struct nested_result result, gpa_t gpa, uint64_t value)
{
	const struct mmio_row load = { .len = sizeof(value) };

	expect_mmio_exit(t, &load, &result, gpa);
	memcpy(t->vcpu->run->mmio.data, &value, sizeof(value));
	result = nested_continue(l2);
	if (result.end != NESTED_RETURNED || result.exit.value != value)
		TEST_FAIL("L2 should load %#lx: %s", value,
			  nested_result_name(l2, &result));
}

/*
 * An L2 in real mode loads where L1 has no memslot: L0's userspace gets MMIO. Known defect:
 * L0 looks for L2's instruction by process tables, which an L2 in real mode does not use,
 * does not find it, and enters L2 again, for ever.
 */
TEST_F(nested_fault, mmio_in_real_mode)
{
	const gpa_t l2_ra = TEST_L2_ALIAS_RA(0);
	struct nested_test *t = &self->t;
	struct nested_result result;
	struct nested_vcpu real;
	bool hangs;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	EXPECT_EQ(mark(MARK_SEED_L0, 0), nested_read(&t->l2, TEST_L2_RA));
	TEST_REQUIRE_PRESENT(nested_mmio_missing(&t->l2));
	nested_create_real_mode(&real, t->vcpu, TEST_LPID_OTHER);
	nested_map_rw(&real, l2_ra, TEST_NO_SLOT_GPA, t->leaf_shift);
	result = nested_access_retried(&real, NESTED_LOAD, l2_ra);
	hangs = result.stop.reason == VCPU_STOP_STILL_RUNNING;
	if (!hangs)
		expect_mmio_load(t, &real, result, TEST_NO_SLOT_GPA,
				 mark(MARK_SEED_NEW, 0));
	nested_test_known_defect(t, hangs, DEFECT_REAL_MODE_MMIO);
}

/* L1 accesses @ea, by code in @quadrant of its address space. */
static void expect_mmio_of_l1(struct nested_test *t, const struct mmio_row *row,
			      uint64_t quadrant, gva_t ea)
{
	struct nested_result result = { .end = NESTED_TO_L0 };
	struct kvm_run *run = t->vcpu->run;
	uint64_t value;

	vcpu_start_call(t->vcpu, (void *)((uint64_t)row->fn | quadrant), ea,
			row->value);
	result.stop = vcpu_run_stop(t->vcpu);
	expect_mmio_exit(t, row, &result, TEST_NO_SLOT_GPA + MMIO_OFFSET);
	if (!row->is_write)
		memcpy(run->mmio.data, row->bytes, row->len);
	else if (memcmp(run->mmio.data, row->bytes, row->len))
		TEST_FAIL("L0's userspace got other bytes than those that L1 stored");
	value = vcpu_finish(t->vcpu);
	if (value != row->value)
		TEST_FAIL("L1 loaded %#lx, not %#lx", value, row->value);
}

/*
 * L1 itself loads and stores where it has no memslot, by code in quadrant 0 and in
 * quadrant 3, of PID 0: each exits to L0's userspace with its address, size and bytes.
 */
TEST_F(nested_fault, mmio_of_l1)
{
	static const uint64_t quadrants[] = { 0, 3UL << 62 };
	struct nested_test *t = &self->t;
	size_t i, quadrant;

	vm_arch_map_memory(t->vm, TEST_NO_SLOT_GPA, SZ_64K);
	for (i = 0; i < ARRAY_SIZE(mmio_rows); i++) {
		test_row("%s", mmio_rows[i].name);
		for (quadrant = 0; quadrant < ARRAY_SIZE(quadrants); quadrant++)
			expect_mmio_of_l1(t, &mmio_rows[i], quadrants[quadrant],
					  L1_LINEAR + TEST_NO_SLOT_GPA + MMIO_OFFSET);
	}
	test_row_end();
}

/*
 * L0 has no memory behind L1's page: L1's access ends KVM_RUN with EFAULT. With memory
 * again L1 continues.
 */
TEST_F(nested_fault, no_memory_of_l1)
{
	struct nested_test *t = &self->t;
	struct vcpu_stop stop;

	backing_protect(&t->mem, 0, SZ_64K, PROT_NONE);
	vcpu_start_call(t->vcpu, l1_load64, TEST_GPA);
	stop = vcpu_run_stop(t->vcpu);
	if (stop.reason != VCPU_STOP_ERRNO || stop.err != EFAULT)
		TEST_FAIL("KVM_RUN should fail with EFAULT: %s",
			  vcpu_stop_name(t->vcpu, &stop));
	backing_protect(&t->mem, 0, SZ_64K, PROT_READ | PROT_WRITE);
	EXPECT_EQ(mark(MARK_SEED_L0, 0), vcpu_finish(t->vcpu));
}

/* In L1 and in L2: the cause of the data storage interrupt that a load causes, or 0. */
static uint64_t cause_of_dsi;

static void note_dsi(struct interrupt_frame *frame)
{
	cause_of_dsi = frame->dsisr;
	frame->srr0 += 4;
}

static uint64_t load_refused(gva_t ea)
{
	cause_of_dsi = 0;
	guest_install_handler(VECTOR_DATA_STORAGE, note_dsi);
	l2_load64(ea);
	guest_install_handler(VECTOR_DATA_STORAGE, NULL);
	return READ_ONCE(cause_of_dsi);
}

/*
 * A directory of L1's own tree is outside of its memory: L1 gets a data storage interrupt
 * with that cause.
 */
TEST_F(nested_fault, own_table_of_l1_outside_memory)
{
	struct nested_test *t = &self->t;
	uint64_t ea = BIT(50);
	uint64_t *entry = radix_entry(&t->vm->arch.l1_tree, ea, 3);

	TEST_ASSERT(entry && !radix_get(entry), "L1 has memory at %#lx", ea);
	radix_set(entry, RADIX_PRESENT | TEST_NO_SLOT_GPA | 9);
	if (!(vcpu_call(t->vcpu, load_refused, ea) & DSISR_PRTABLE_FAULT))
		TEST_FAIL("L1 should get a data storage interrupt: a table is missing");
	radix_set(entry, 0);
}

/*
 * A directory of L2's own tree is in a page that L1 maps outside of its memory: L2 gets a
 * data storage interrupt with that cause, and runs on.
 */
TEST_F(nested_fault, own_table_of_l2_outside_memory)
{
	const uint64_t table = TEST_L2_ALIAS_RA(2), ea = TEST_L2_ALIAS_RA(5);
	struct nested_test *t = &self->t;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
	nested_map_rw(&t->l2, table, TEST_NO_SLOT_GPA, t->leaf_shift);
	EXPECT_EQ(0, vcpu_call(t->vcpu, l1_nested_map_ea, t->l2.l2_vm, ea, 0, 30));
	EXPECT_EQ(0, vcpu_call(t->vcpu, l1_nested_set_ea_leaf, t->l2.l2_vm, ea,
			       RADIX_PRESENT | table | 9));
	if (!(nested_call_value(&t->l2, load_refused, ea) & DSISR_PRTABLE_FAULT))
		TEST_FAIL("L2 should get a data storage interrupt: a table is missing");
	nested_expect_value(&t->l2, TEST_L2_RA, mark(MARK_SEED_L0, 0));
}

TEST_HARNESS_MAIN
