// SPDX-License-Identifier: GPL-2.0
/* Values for each register and each member of the state; see state_values.h. */
#include "guest/l1_nested.h"
#include "isa/spr.h"
#include "state_values.h"

#define PATTERN(n)	(0x0123456789abcdefUL * (2 * (n) + 1))

/* L2's own tables map it, L1's do not. */
#define NOWHERE		(TEST_L2_RA + SZ_16M)

/* L2's watchpoint matches in hypervisor state only. */
#define DAWRX_HYPERVISOR	4UL

/*
 * In L2: loads all registers, each with another value, and exits by a fault, since a
 * hypercall would change SRR0 and SRR1. Does not return.
 */
static void l2_fill_registers(const uint64_t *gpr)
{
	set_spr(SPRN_SRR0, PATTERN(40));
	set_spr(SPRN_SRR1, PATTERN(41));
	set_spr(SPRN_SPRG1, PATTERN(43));
	set_spr(SPRN_SPRG2, PATTERN(44));
	set_spr(SPRN_SPRG3, PATTERN(45));
	asm volatile("ld 4, 32*8(%0); mtlr 4\n"
		     "ld 4, 33*8(%0); mtctr 4\n"
		     "ld 4, 34*8(%0); mtcr 4\n"
		     "mr 3, %0; ld 0, 0(3); ld 1, 8(3); ld 2, 16(3)\n"
		     ".set n, 4\n"
		     ".rept 28; ld n, n*8(3); .set n, n + 1; .endr\n"
		     "ld 3, 3*8(3); ld 3, 0(3)"
		     : : "b" (gpr) : "memory");
	__builtin_unreachable();
}

static uint64_t l2_gprs[35];	/* GPRs, LR, CTR, CR */

/* In L2: the values for l2_fill_registers(). */
static uint64_t l2_make_gprs(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(l2_gprs); i++)
		l2_gprs[i] = i == 3 ? NOWHERE : PATTERN(i);
	return 0;
}

static void expect_same(const char *name, uint64_t want, uint64_t got)
{
	if (want != got)
		TEST_FAIL("%s should be %#lx and is %#lx", name, want, got);
}

/* All members that only L1 writes, except the PCR. */
static void expect_inputs_untouched(const struct nested_hv_state *want,
				    const struct nested_hv_state *got)
{
	expect_same("version", want->version, got->version);
	expect_same("lpid", want->lpid, got->lpid);
	expect_same("vcpu_token", want->vcpu_token, got->vcpu_token);
	expect_same("lpcr", want->lpcr, got->lpcr);
	expect_same("amor", want->amor, got->amor);
	expect_same("hfscr", want->hfscr, got->hfscr);
	expect_same("tb_offset", want->tb_offset, got->tb_offset);
	expect_same("dawr0", want->dawr0, got->dawr0);
	expect_same("dawrx0", want->dawrx0, got->dawrx0);
	expect_same("ciabr", want->ciabr, got->ciabr);
	expect_same("hdec_expiry", want->hdec_expiry, got->hdec_expiry);
	expect_same("heir", want->heir, got->heir);
	expect_same("dawr1", want->dawr1, got->dawr1);
	expect_same("dawrx1", want->dawrx1, got->dawrx1);
}

void nested_state_fill(struct nested_test *t, struct l2_vcpu *l2)
{
	struct nested_hv_state *hv = &l2->hv;

	nested_map_rw(&t->l2, TEST_L2_RA, TEST_GPA, t->leaf_shift);
	nested_call_value(&t->l2, l2_make_gprs);
	nested_prepare(&t->l2, l2_fill_registers, (uint64_t)l2_gprs);
	hv->tb_offset = BIT(44);
	hv->dawr0 = PATTERN(50) & ~7UL;
	hv->dawr1 = PATTERN(51) & ~7UL;
	/* L0 removes these bits for L2; L1 must get them back. */
	hv->dawrx0 = DAWRX_HYPERVISOR;
	hv->dawrx1 = DAWRX_HYPERVISOR;
	hv->ciabr = CIABR_HYPERVISOR;
	hv->hdar = PATTERN(52);
	hv->hdsisr = PATTERN(53);
	hv->heir = PATTERN(54);
	hv->asdr = PATTERN(55);
	hv->amor = PATTERN(56);
	/* QEMU 10.0.2 has one register for both. */
	hv->purr = BIT(40);
	hv->spurr = BIT(40);
	hv->vtb = BIT(42);
}

static void expect_registers(const struct nested_hv_state *want,
			     const struct nested_hv_state *got)
{
	expect_same("srr0", PATTERN(40) & ~3UL, got->srr0 & ~3UL);
	expect_same("srr1", PATTERN(41), got->srr1);
	expect_same("sprg[0]", want->sprg[0], got->sprg[0]);
	expect_same("sprg[1]", PATTERN(43), got->sprg[1]);
	expect_same("sprg[2]", PATTERN(44), got->sprg[2]);
	expect_same("sprg[3]", PATTERN(45), got->sprg[3]);
	expect_same("pidr", want->pidr, got->pidr);
	expect_same("dpdes", 0, got->dpdes);
	expect_same("hdar", NOWHERE, got->hdar);
	expect_same("hdsisr", DSISR_NOHPTE, got->hdsisr);
	expect_same("asdr", NOWHERE, got->asdr & ~0xfffUL);
}

static void expect_gprs(const struct nested_regs *regs)
{
	size_t i;

	for (i = 0; i < 32; i++) {
		uint64_t value = i == 3 ? NOWHERE : PATTERN(i);

		if (regs->gpr[i] != value)
			TEST_FAIL("r%zu should be %#lx and is %#lx", i, value,
				  regs->gpr[i]);
	}
	expect_same("lr", PATTERN(32), regs->link);
	expect_same("ctr", PATTERN(33), regs->ctr);
	expect_same("cr", PATTERN(34) & 0xffffffff, regs->ccr);
}

/* A counter has continued from the value that L1 gave, and not by hours. */
static void expect_went_on(const char *name, uint64_t from, uint64_t got)
{
	if (got < from || got - from >= BIT(39))
		TEST_FAIL("%s should have continued from %#lx and is %#lx", name,
			  from, got);
}

void nested_state_expect(const struct nested_hv_state *want,
			 const struct l2_vcpu *l2)
{
	const struct nested_hv_state *got = &l2->hv;

	expect_inputs_untouched(want, got);
	expect_registers(want, got);
	expect_gprs(&l2->regs);
	expect_went_on("purr", want->purr, got->purr);
	expect_went_on("spurr", want->spurr, got->spurr);
	expect_went_on("vtb", want->vtb, got->vtb);
}

/* In L2: records its arguments and registers. */
static void l2_record_state(struct seen_by_l2 *seen, uint64_t a1, uint64_t a2, uint64_t a3)
{
	seen->srr0 = get_spr(SPRN_SRR0);
	seen->srr1 = get_spr(SPRN_SRR1);
	seen->gpr[0] = (uint64_t)seen;
	seen->gpr[1] = a1;
	seen->gpr[2] = a2;
	seen->gpr[3] = a3;
	seen->sprg[0] = get_spr(SPRN_SPRG1);
	seen->sprg[1] = get_spr(SPRN_SPRG2);
	seen->sprg[2] = get_spr(SPRN_SPRG3);
	seen->timebase = get_timebase();
}

void seen_by_l2_prepare(struct nested_test *t, struct nested_hv_state *hv)
{
	nested_prepare(&t->l2, l2_record_state, TEST_L2_RA, PATTERN(1), PATTERN(2), PATTERN(3));
	hv->sprg[1] = PATTERN(43);
	hv->sprg[2] = PATTERN(44);
	hv->sprg[3] = PATTERN(45);
	hv->srr0 = PATTERN(40) & ~3UL;
	hv->srr1 = PATTERN(41);
	hv->tb_offset = BIT(44);
}

void seen_by_l2_expect(const struct seen_by_l2 *seen)
{
	expect_same("r3", TEST_L2_RA, seen->gpr[0]);
	expect_same("r4", PATTERN(1), seen->gpr[1]);
	expect_same("r5", PATTERN(2), seen->gpr[2]);
	expect_same("r6", PATTERN(3), seen->gpr[3]);
	expect_same("SPRG1", PATTERN(43), seen->sprg[0]);
	expect_same("SPRG2", PATTERN(44), seen->sprg[1]);
	expect_same("SPRG3", PATTERN(45), seen->sprg[2]);
	expect_same("SRR0", PATTERN(40) & ~3UL, seen->srr0 & ~3UL);
	expect_same("SRR1", PATTERN(41), seen->srr1);
}
