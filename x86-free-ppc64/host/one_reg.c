// SPDX-License-Identifier: GPL-2.0
/* The registers of ONE_REG that KVM HV has for a POWER9; see one_reg.h. */
#include <errno.h>
#include <string.h>

#include "host/one_reg.h"
#include "isa/processor.h"

/* Not in the headers of 6.1. */
#ifndef KVM_REG_PPC_DEXCR
#define KVM_REG_PPC_DEXCR	(KVM_REG_PPC | KVM_REG_SIZE_U64 | 0xc6)
#define KVM_REG_PPC_HASHKEYR	(KVM_REG_PPC | KVM_REG_SIZE_U64 | 0xc7)
#define KVM_REG_PPC_HASHPKEYR	(KVM_REG_PPC | KVM_REG_SIZE_U64 | 0xc8)
#endif

#define ALL		(~0UL)
#define TM		(ONE_REG_OPTIONAL | ONE_REG_TM)

#define REG_BITS(reg, bits, of)						\
	{ .name = #reg, .id = KVM_REG_PPC_##reg, .kept = (bits), .flags = (of) }
#define REG(reg)	REG_BITS(reg, ALL, 0)
#define REG_TM(reg)	REG_BITS(TM_##reg, ALL, TM)

/* An array of registers, REG0 and so on; messages add the number to the name. */
#define REGS(reg, number, of)						\
	{ .name = #reg, .id = KVM_REG_PPC_##reg##0, .kept = ALL,	\
	  .flags = (of), .count = (number) }

/*
 * All registers of POWER9, except: FPR and LPCR, which are halves of VSR and LPCR_64;
 * ARCH_COMPAT, which accepts only versions of the architecture; HIOR and DEBUG_INST, which are
 * constants; VP_STATE and ICP_STATE, of irqchips; TM_VSCR, which KVM sets as VSCR
 * (docs/kernel-defects.md). KVM ignores bits from userspace that are not in `kept`.
 */
static const struct one_reg regs[] = {
	REG_BITS(TAR, ALL, ONE_REG_RUNS),
	REG_BITS(DSCR, 0x1ffffff, ONE_REG_RUNS),
	REG_BITS(VRSAVE, ALL, ONE_REG_RUNS),
	REG_BITS(FSCR, 0x184, ONE_REG_RUNS),
	REG_BITS(UAMOR, ALL, ONE_REG_RUNS),
	REG_BITS(TIDR, 0xffff, ONE_REG_RUNS),
	REGS(VSR, 32, ONE_REG_RUNS),
	REGS(VR, 32, ONE_REG_RUNS),
	REG(AMR),
	REG(IAMR),
	REG(PSPB),
	REG(EBBHR),
	REG(EBBRR),
	REG(BESCR),
	REG(PURR),
	REG(SPURR),
	REG(VTB),
	REG(IC),
	REG(DAR),
	REG(DSISR),
	REG(MMCR0),
	REG(MMCR1),
	REG(MMCR2),
	REG(MMCRA),
	REG(MMCRS),
	REG_BITS(MMCR3, ALL, ONE_REG_OPTIONAL),
	REG(PMC1),
	REG(PMC2),
	REG(PMC3),
	REG(PMC4),
	REG(PMC5),
	REG(PMC6),
	REG(PMC7),
	REG(PMC8),
	REG(SPMC1),
	REG(SPMC2),
	REG(SIAR),
	REG(SDAR),
	REG(SIER),
	REG(SIER2),
	REG(SIER3),
	REG_BITS(DPDES, 1, 0),
	REG(DABR),
	REG_BITS(DABRX, ~4UL, 0),	/* not in the hypervisor */
	REG(DAWR),
	REG_BITS(DAWRX, ~4UL, 0),
	REG(DAWR1),
	REG_BITS(DAWRX1, ~4UL, 0),
	REG_BITS(CIABR, ~3UL, 0),
	REG(CSIGR),
	REG(TACR),
	REG(TCSCR),
	REG_BITS(PID, 0xffffffff, 0),
	REG(ACOP),
	REG(WORT),
	REG_BITS(PSSCR, 0xf0000000000003ffUL, 0),
	REG(PPR),
	REG(ONLINE),
	REG_BITS(LPCR_64, LPCR_ILE | LPCR_LD | LPCR_DPFD, 0),
	REG_BITS(TB_OFFSET, ~0xffffffUL, 0),
	REG(DEC_EXPIRY),
	REG_BITS(PTCR, 0x0ffffffffffff000UL, 0),	/* the smallest table */
	REG_BITS(DEXCR, ALL, ONE_REG_OPTIONAL),
	REG_BITS(HASHKEYR, ALL, ONE_REG_OPTIONAL),
	REG_BITS(HASHPKEYR, ALL, ONE_REG_OPTIONAL),
	REG(FPSCR),
	REG(VSCR),
	REG_BITS(TFHAR, ALL, TM),
	REG_BITS(TFIAR, ALL, TM),
	REG_BITS(TEXASR, ALL, TM),
	REGS(TM_GPR, 32, TM),
	REGS(TM_VSR, 64, TM),
	REG_BITS(TM_CR, 0xffffffff, TM),
	REG_TM(XER),
	REG_TM(LR),
	REG_TM(CTR),
	REG_TM(FPSCR),
	REG_TM(AMR),
	REG_TM(PPR),
	REG_BITS(TM_VRSAVE, 0xffffffff, TM),
	REG_TM(DSCR),
	REG_TM(TAR),
};

/* Width of register @id in bytes. */
static size_t one_reg_size(uint64_t id)
{
	return 1UL << ((id & KVM_REG_SIZE_MASK) >> KVM_REG_SIZE_SHIFT);
}

typedef void (*one_reg_fn)(const struct one_reg *reg, unsigned int number,
			   size_t index, void *arg);

/* Calls @fn for each single register that has one of @flags; 0: for each. */
static void visit_regs(unsigned int flags, one_reg_fn fn, void *arg)
{
	unsigned int number, count;
	size_t i, index = 0;

	for (i = 0; i < ARRAY_SIZE(regs); i++) {
		count = regs[i].count ? regs[i].count : 1;
		for (number = 0; number < count; number++, index++) {
			if (!flags || (regs[i].flags & flags))
				fn(&regs[i], number, index, arg);
		}
	}
	TEST_ASSERT(index <= MAX_ONE_REGS, "more registers than MAX_ONE_REGS");
}

/* The bits of 64-bit word @word that a register of its width has. */
static uint64_t mask_of(const struct one_reg *reg, int word)
{
	size_t size = one_reg_size(reg->id);

	if (size == 4)
		return word ? 0 : reg->kept & 0xffffffffUL;
	return word && size == 8 ? 0 : reg->kept;
}

struct visit {
	struct reg_file *file;
	const struct reg_file *other;
	struct kvm_vcpu *vcpu;
	uint64_t seed;
};

static void make_value(const struct one_reg *reg, unsigned int number,
		       size_t index, void *arg)
{
	struct visit *visit = arg;
	uint64_t value = visit->seed * 0x9e3779b97f4a7c15UL;
	int word;

	/* Each bit is set in one of two seeds; the values of two registers differ. */
	value ^= (index + 1) * 0x0101010101010101UL;
	for (word = 0; word < 2; word++)
		visit->file->value[index][word] =
			(word ? ~value : value) & mask_of(reg, word);
}

void reg_file_pattern(struct reg_file *file, unsigned int seed)
{
	struct visit visit = { .file = file, .seed = seed };

	memset(file, 0, sizeof(*file));
	visit_regs(0, make_value, &visit);
}

static void check(const struct one_reg *reg, unsigned int number, size_t index,
		  struct visit *visit, int err, const char *verb)
{
	if (err && (reg->flags & ONE_REG_OPTIONAL))
		visit->file->absent[index] = true;
	else if (err)
		TEST_FAIL("%s of %s, number %u, gave %d", verb, reg->name,
			  number, err);
}

static void set_value(const struct one_reg *reg, unsigned int number,
		      size_t index, void *arg)
{
	struct visit *visit = arg;

	check(reg, number, index, visit,
	      __vcpu_set_reg(visit->vcpu, reg->id + number,
			     visit->file->value[index]), "KVM_SET_ONE_REG");
}

void reg_file_restore(struct reg_file *file, struct kvm_vcpu *vcpu,
		      unsigned int flags)
{
	struct visit visit = { .file = file, .vcpu = vcpu };

	visit_regs(flags, set_value, &visit);
}

static void get_value(const struct one_reg *reg, unsigned int number,
		      size_t index, void *arg)
{
	struct visit *visit = arg;

	check(reg, number, index, visit,
	      __vcpu_get_reg(visit->vcpu, reg->id + number,
			     visit->file->value[index]), "KVM_GET_ONE_REG");
}

void reg_file_save(struct reg_file *file, struct kvm_vcpu *vcpu)
{
	struct visit visit = { .file = file, .vcpu = vcpu };

	memset(file, 0, sizeof(*file));
	visit_regs(0, get_value, &visit);
}

static bool mmcr3_was_lost;

/* A new vCPU has 0 there, and keeps that. */
static bool is_lost_mmcr3(const struct one_reg *reg, const uint64_t *got)
{
	return reg->id == KVM_REG_PPC_MMCR3 && !got[0];
}

bool one_reg_mmcr3_was_lost(void)
{
	return mmcr3_was_lost;
}

static void compare(const struct one_reg *reg, unsigned int number,
		    size_t index, void *arg)
{
	struct visit *visit = arg;
	const uint64_t *want = visit->file->value[index];
	const uint64_t *got = visit->other->value[index];
	int word;

	if (visit->file->absent[index])
		return;
	for (word = 0; word < 2; word++) {
		if (!((want[word] ^ got[word]) & mask_of(reg, word)))
			continue;
		if (is_lost_mmcr3(reg, got))
			mmcr3_was_lost = true;
		else
			test_fail_caller("%s, number %u, should be %#lx %#lx and is %#lx %#lx",
					 reg->name, number, want[0], want[1],
					 got[0], got[1]);
	}
}

void __reg_file_expect_equal(const struct reg_file *want,
			     const struct reg_file *got, unsigned int flags)
{
	struct visit visit = {
		.file = (struct reg_file *)want,
		.other = got,
	};

	visit_regs(flags, compare, &visit);
}
