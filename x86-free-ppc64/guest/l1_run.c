// SPDX-License-Identifier: GPL-2.0
/* L1 code: create vCPUs of L2, enter L2, decode its exits. */
#include <string.h>

#include "isa/hcall.h"
#include "guest/l1_memory.h"
#include "guest/l1_nested.h"

static uint64_t l2_msr(const struct l2_vm *l2)
{
	return l2->real_mode ? MSR_GUEST_REAL : MSR_GUEST;
}

struct l2_vcpu *l1_nested_vcpu_create(struct l2_vm *l2,
				      uint32_t token)
{
	struct l2_vcpu *vcpu = l1_alloc(SZ_4K);
	unsigned int i = 0;

	while (i < L2_MAX_VCPUS && l2->vcpus[i])
		i++;
	GUEST_ASSERT_LT(i, L2_MAX_VCPUS);
	l2->vcpus[i] = vcpu;

	vcpu->vm = l2;
	vcpu->cpu_area = L2_CPUS + i * GUEST_CPU_AREA;
	vcpu->cpu = l1_ptr(l2->runtime + vcpu->cpu_area - L2_RUNTIME);
	guest_cpu_init(vcpu->cpu, vcpu->cpu_area, l2_msr(l2), 2, i);

	vcpu->hv.version = HV_GUEST_STATE_V2;
	vcpu->hv.lpid = l2->lpid;
	vcpu->hv.vcpu_token = token;
	vcpu->hv.lpcr = LPCR_ILE | LPCR_LD;
	vcpu->hv.amor = ~0UL;
	vcpu->hv.hdec_expiry = L2_HDEC_NEVER;
	vcpu->hv.sprg[0] = vcpu->cpu_area;
	return vcpu;
}

void l1_nested_prepare(struct l2_vcpu *vcpu, void *fn, uint64_t a0,
		       uint64_t a1, uint64_t a2, uint64_t a3)
{
	struct nested_regs *regs = &vcpu->regs;

	memset(regs, 0, sizeof(*regs));
	regs->nip = (uint64_t)fn;
	regs->link = (uint64_t)guest_return;
	regs->msr = l2_msr(vcpu->vm);
	regs->gpr[1] = GUEST_STACK_TOP(vcpu->cpu_area);
	regs->gpr[3] = a0;
	regs->gpr[4] = a1;
	regs->gpr[5] = a2;
	regs->gpr[6] = a3;
	regs->gpr[12] = (uint64_t)fn;
	regs->gpr[13] = vcpu->cpu_area;
	vcpu->hv.sprg[0] = vcpu->cpu_area;
	vcpu->hv.hfscr = 0x00ffffffffffffffUL;
}

uint64_t l1_nested_call(struct l2_vcpu *vcpu, void *fn, uint64_t a0,
			uint64_t a1, uint64_t a2, uint64_t a3)
{
	l1_nested_prepare(vcpu, fn, a0, a1, a2, a3);
	return l1_nested_resume(vcpu);
}

/* True if the ucall was L2's return. Any other is forwarded to the host. */
static bool relay_ucall(struct l2_vcpu *vcpu, struct nested_exit *exit)
{
	struct guest_cpu *cpu = this_guest_cpu();
	struct ucall *uc = &vcpu->cpu->uc;

	vcpu->regs.gpr[3] = H_SUCCESS;
	if (uc->cmd == UCALL_RETURN) {
		exit->trap = NESTED_EXIT_RETURN;
		exit->value = uc->args[0];
		return true;
	}
	memcpy(&cpu->uc, uc, sizeof(*uc));
	if (uc->cmd == UCALL_UNHANDLED)
		memcpy(&cpu->frame, &vcpu->cpu->frame,
		       sizeof(cpu->frame.gpr) + 9 * sizeof(uint64_t));
	ucall_arch_do_ucall();
	return false;
}

static void fill_exit(struct nested_exit *exit, struct l2_vcpu *vcpu,
		      uint64_t trap)
{
	exit->trap = trap;
	exit->hdar = vcpu->hv.hdar;
	exit->hdsisr = vcpu->hv.hdsisr;
	exit->asdr = vcpu->hv.asdr;
	exit->heir = vcpu->hv.heir;
	exit->nip = vcpu->regs.nip;
	exit->msr = vcpu->regs.msr;
}

static long enter(struct l2_vcpu *vcpu)
{
	struct guest_cpu *cpu = this_guest_cpu();
	long rc;

	cpu->l2_regs_ra = l1_ra(&vcpu->regs);
	rc = HCALL(H_ENTER_NESTED, l1_ra(&vcpu->hv), l1_ra(&vcpu->regs));
	cpu->l2_regs_ra = 0;
	return rc;
}

uint64_t l1_nested_resume(struct l2_vcpu *vcpu)
{
	struct nested_exit *exit = &this_guest_cpu()->exit;
	long rc;

	memset(exit, 0, sizeof(*exit));
	for (;;) {
		rc = enter(vcpu);
		if (l1_enters_again(rc))
			continue;
		if (rc != VECTOR_SYSCALL || vcpu->regs.gpr[3] != H_SELFTEST_UCALL)
			break;
		if (relay_ucall(vcpu, exit)) {
			fill_exit(exit, vcpu, NESTED_EXIT_RETURN);
			return exit->trap;
		}
	}
	if (rc < 0x100) {
		exit->trap = NESTED_EXIT_REFUSED;
		exit->hcall_rc = rc;
	} else {
		fill_exit(exit, vcpu, rc);
	}
	return exit->trap;
}
