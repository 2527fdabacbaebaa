// SPDX-License-Identifier: GPL-2.0
/* L1 in the other byte order; see vcpu_big_endian.h. */
#include <assert.h>
#include <byteswap.h>
#include <stddef.h>

#include "guest/guest_cpu.h"
#include "host/vcpu_big_endian.h"
#include "isa/hcall.h"
#include "isa/processor.h"

#define INSN(word)	__builtin_bswap32(word)

/*
 * In L1, whose stores and loads would be big-endian: it makes none. The hypercall is
 * in r3 to r5 already; its result goes to userspace as the first argument of a ucall.
 */
static const uint32_t big_endian_hcall[] = {
	INSN(0x44000022),			/* sc 1 */
	INSN(0x7c641b78),			/* mr r4, r3 */
	INSN(0x38600000),			/* li r3, 0 */
	INSN(0x60630000 | H_SELFTEST_UCALL),	/* ori r3, r3, H_SELFTEST_UCALL */
	INSN(0x44000022),			/* sc 1 */
	INSN(0x48000000),			/* b . */
};

uint64_t vcpu_hcall_big_endian(struct kvm_vcpu *vcpu, uint64_t nr, uint64_t a4,
			       uint64_t a5)
{
	struct kvm_regs regs;
	struct vcpu_stop stop;

	vcpu_start_call(vcpu, (void *)big_endian_hcall, nr, a4, a5);
	vcpu_ioctl(vcpu, KVM_GET_REGS, &regs);
	regs.msr &= ~MSR_LE;
	vcpu_ioctl(vcpu, KVM_SET_REGS, &regs);
	/* It stores nothing: the ucall is what was there before. */
	vcpu->arch.cpu->uc.cmd = UCALL_RETURN;
	stop = vcpu_run_stop(vcpu);
	if (stop.reason != VCPU_STOP_UCALL)
		TEST_FAIL("a big-endian L1 should make its hypercall: %s",
			  vcpu_stop_name(vcpu, &stop));
	return vcpu->run->papr_hcall.args[0];
}

static void swap_words(uint64_t *words, size_t bytes)
{
	size_t i;

	for (i = 0; i < bytes / sizeof(*words); i++)
		words[i] = bswap_64(words[i]);
}

void nested_state_swap(struct nested_hv_state *hv, struct nested_regs *regs)
{
	uint32_t lpid = hv->lpid, token = hv->vcpu_token;

	static_assert(sizeof(*hv) % 8 == 0 && sizeof(*regs) % 8 == 0,
		      "words of 64 bits");
	swap_words((uint64_t *)hv, sizeof(*hv));
	hv->lpid = bswap_32(lpid);
	hv->vcpu_token = bswap_32(token);
	swap_words((uint64_t *)regs, sizeof(*regs));
}
