// SPDX-License-Identifier: GPL-2.0
/* vCPUs of L1: initial state, calls into L1, ucalls from it, register dumps. */
#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "guest/guest_cpu.h"
#include "isa/hcall.h"
#include "kvm_util.h"
#include "guest/l1_memory.h"
#include "guest/nested_state.h"
#include "isa/processor.h"

void vcpu_arch_create(struct kvm_vcpu *vcpu)
{
	struct kvm_enable_cap papr = { .cap = KVM_CAP_PPC_PAPR };
	struct kvm_vm *vm = vcpu->vm;
	gpa_t gpa = align_up(vm->arch.next_free, SZ_64K);
	uint64_t lpcr = vcpu_get_reg(vcpu, KVM_REG_PPC_LPCR_64);

	vm->arch.next_free = gpa + GUEST_CPU_AREA;
	vcpu->arch.cpu = vm->arch.sysmem + gpa;
	vcpu->arch.area = L1_LINEAR + gpa;
	guest_cpu_init(vcpu->arch.cpu, vcpu->arch.area, MSR_GUEST, 1, vcpu->id);

	vcpu_ioctl(vcpu, KVM_ENABLE_CAP, &papr);

	/*
	 * Interrupts are taken little-endian. The large decrementer does not expire
	 * within a test; an expired one would end each run of L2 at once.
	 */
	vcpu_set_reg(vcpu, KVM_REG_PPC_LPCR_64, lpcr | LPCR_ILE | LPCR_LD);
	vcpu_set_reg(vcpu, KVM_REG_PPC_DEC_EXPIRY, L1_DEC_NEVER);
}

/*
 * KVM completes an exit on the next KVM_RUN: it writes the result of a hypercall or of
 * an MMIO load to registers. Let it do so before new registers are set.
 */
static void finish_last_exit(struct kvm_vcpu *vcpu)
{
	int ret;

	vcpu->run->immediate_exit = 1;
	ret = ioctl(vcpu->fd, KVM_RUN, NULL);
	vcpu->run->immediate_exit = 0;
	TEST_ASSERT(ret && errno == EINTR, "KVM_RUN with immediate_exit ran");
}

void vcpu_arch_start(struct kvm_vcpu *vcpu, void *fn, int nargs,
		     const uint64_t *args)
{
	struct kvm_regs regs = {
		.pc = (uint64_t)fn,
		.lr = (uint64_t)guest_return,
		.msr = MSR_GUEST,
		.sprg0 = vcpu->arch.area - L1_LINEAR,
	};
	int i;

	finish_last_exit(vcpu);
	TEST_ASSERT(nargs <= 6, "a guest function takes at most 6 arguments");
	for (i = 0; i < nargs; i++)
		regs.gpr[3 + i] = args[i];
	regs.gpr[1] = GUEST_STACK_TOP(vcpu->arch.area);
	regs.gpr[12] = (uint64_t)fn;
	regs.gpr[13] = vcpu->arch.area;
	vcpu_ioctl(vcpu, KVM_SET_REGS, &regs);
}

struct ucall *ucall_arch_get_ucall(struct kvm_vcpu *vcpu)
{
	struct kvm_run *run = vcpu->run;

	if (run->exit_reason != KVM_EXIT_PAPR_HCALL ||
	    run->papr_hcall.nr != H_SELFTEST_UCALL)
		return NULL;
	run->papr_hcall.ret = H_SUCCESS;
	return &vcpu->arch.cpu->uc;
}

int vcpu_arch_level(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.cpu->l2_regs_ra ? 2 : 1;
}

static void dump_gprs(const uint64_t *gpr)
{
	int i;

	for (i = 0; i < 32; i += 4)
		printf("#   r%-2d %016lx %016lx %016lx %016lx\n", i, gpr[i],
		       gpr[i + 1], gpr[i + 2], gpr[i + 3]);
}

static void dump_l2(struct kvm_vcpu *vcpu)
{
	struct nested_regs *regs =
		__addr_gpa2hva(vcpu->vm, vcpu->arch.cpu->l2_regs_ra);

	if (!regs)
		return;
	printf("# L2: pc %016lx lr %016lx msr %016lx ctr %016lx\n", regs->nip,
	       regs->link, regs->msr, regs->ctr);
	dump_gprs(regs->gpr);
}

static void dump_frame(const struct interrupt_frame *f)
{
	if (!f->trap)
		return;
	printf("# last interrupt %#lx: srr0 %016lx srr1 %016lx dar %016lx dsisr %08lx lr %016lx\n",
	       f->trap, f->srr0, f->srr1, f->dar, f->dsisr, f->lr);
	dump_gprs(f->gpr);
}

uint64_t vcpu_arch_exits(struct kvm_vcpu *vcpu)
{
	return kvm_stat(vcpu->fd, "sum_exits") - kvm_stat(vcpu->fd, "dec_exits") -
	       kvm_stat(vcpu->fd, "ext_intr_exits");
}

void vcpu_arch_dump(struct kvm_vcpu *vcpu)
{
	struct kvm_regs regs;

	if (ioctl(vcpu->fd, KVM_GET_REGS, &regs))
		return;
	printf("# L1: pc %016lx lr %016lx msr %016lx srr0 %016lx srr1 %016lx\n",
	       (uint64_t)regs.pc, (uint64_t)regs.lr, (uint64_t)regs.msr,
	       (uint64_t)regs.srr0, (uint64_t)regs.srr1);
	dump_gprs((uint64_t *)regs.gpr);
	dump_frame(&vcpu->arch.cpu->frame);
	if (vcpu->arch.cpu->l2_regs_ra)
		dump_l2(vcpu);
}
