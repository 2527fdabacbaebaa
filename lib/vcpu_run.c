// SPDX-License-Identifier: GPL-2.0
/*
 * The run loop: turns a KVM exit into a ucall, an unexpected exit, or a hang.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "kvm_util.h"

/*
 * A guest without progress for this many ticks hangs. Ticks instead of one long timeout,
 * because clocks of emulated machines jump by seconds, and a jump of any length costs
 * only one tick. Half a minute, as several emulated machines may share a CPU; less than
 * the harness's timeout, so that this report comes first.
 */
int vcpu_timeout_ticks = 30;
#define VCPU_TICK_SIGNAL	SIGUSR2

/* The signal only has to interrupt KVM_RUN. */
static void tick_handler(int sig)
{
}

/* A timer that signals only the calling thread, once a second. */
static timer_t tick_timer(void)
{
	static __thread timer_t timer;
	static __thread pid_t owner;
	pid_t self = syscall(SYS_gettid);
	struct sigaction sa = { .sa_handler = tick_handler };
	struct sigevent ev = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = VCPU_TICK_SIGNAL,
	};

	/* A forked child does not inherit its parent's timers. */
	if (owner == self)
		return timer;
	ev._sigev_un._tid = self;
	TEST_ASSERT(!sigaction(VCPU_TICK_SIGNAL, &sa, NULL),
		    "cannot catch the tick signal");
	TEST_ASSERT(!timer_create(CLOCK_MONOTONIC, &ev, &timer),
		    "cannot make a timer");
	owner = self;
	return timer;
}

/* Set the tick to @ms milliseconds, 0: off. */
static void set_ticking(long ms)
{
	struct itimerspec spec = {
		.it_interval = { ms / 1000, ms % 1000 * 1000000 },
		.it_value = { ms / 1000, ms % 1000 * 1000000 },
	};

	TEST_ASSERT(!timer_settime(tick_timer(), 0, &spec, NULL),
		    "cannot set the tick timer");
}

static void print_last_sync(struct kvm_vcpu *vcpu)
{
	if (vcpu->last_sync.file)
		printf("# last sync point: stage %lu of L%lu at %s:%lu\n",
		       vcpu->last_sync.stage, vcpu->last_sync.level,
		       vcpu->last_sync.file, vcpu->last_sync.line);
	else
		printf("# last sync point: none\n");
}

static void report_hang(struct kvm_vcpu *vcpu)
{
	vcpu_arch_dump(vcpu);
	print_last_sync(vcpu);
	TEST_FAIL("vCPU %u hangs in L%d: no progress for %d ticks of a second",
		  vcpu->id, vcpu_arch_level(vcpu), vcpu_timeout_ticks);
}

/*
 * KVM_RUN until it exits for another reason than a signal or, with @ms != 0, until that
 * time is over. 0 or errno.
 */
static int run_once(struct kvm_vcpu *vcpu, long ms)
{
	int ticks = 0, err;

	set_ticking(ms ? ms : 1000);
	for (;;) {
		err = ioctl(vcpu->fd, KVM_RUN, NULL) ? errno : 0;
		if (err != EINTR || ms)
			break;
		if (++ticks >= vcpu_timeout_ticks)
			report_hang(vcpu);
	}
	set_ticking(0);
	return err;
}

static void __noreturn report_guest_assertion(struct kvm_vcpu *vcpu, struct ucall *uc)
{
	print_last_sync(vcpu);
	test_fail(uc->file, uc->line, "L%lu: %s%s%s", uc->level, uc->exp,
		  uc->exp[0] ? ": " : "", uc->buffer);
}

/* Must the caller handle @uc? */
static bool handle_ucall(struct kvm_vcpu *vcpu, struct ucall *uc)
{
	switch (uc->cmd) {
	case UCALL_PRINTF:
		printf("# L%lu: %s\n", uc->level, uc->buffer);
		fflush(stdout);
		return false;
	case UCALL_SYNC:
		vcpu->last_sync.stage = uc->args[0];
		vcpu->last_sync.file = uc->file;
		vcpu->last_sync.line = uc->line;
		vcpu->last_sync.level = uc->level;
		return true;
	case UCALL_ABORT:
		report_guest_assertion(vcpu, uc);
	case UCALL_UNHANDLED:
		vcpu_arch_dump(vcpu);
		print_last_sync(vcpu);
		TEST_FAIL("unexpected interrupt %#lx in L%lu", uc->args[0],
			  uc->level);
	default:
		return true;
	}
}

static struct vcpu_stop run(struct kvm_vcpu *vcpu, long ms)
{
	struct vcpu_stop stop = {};

	do {
		stop.uc = NULL;
		stop.err = run_once(vcpu, ms);
		if (stop.err) {
			stop.reason = ms && stop.err == EINTR ?
				VCPU_STOP_STILL_RUNNING : VCPU_STOP_ERRNO;
			return stop;
		}
		stop.uc = ucall_arch_get_ucall(vcpu);
	} while (stop.uc && !handle_ucall(vcpu, stop.uc));

	if (stop.uc)
		stop.reason = VCPU_STOP_UCALL;
	else if (vcpu->run->exit_reason == KVM_EXIT_MMIO)
		stop.reason = VCPU_STOP_MMIO;
	else
		stop.reason = VCPU_STOP_EXIT;
	return stop;
}

struct vcpu_stop vcpu_run_stop(struct kvm_vcpu *vcpu)
{
	return run(vcpu, 0);
}

/*
 * Far more exits than any access takes that succeeds, timers included; their count is read
 * once per LOOK_MS.
 */
#define MANY_EXITS	4000
#define LOOK_MS		20

/* The limit is a number of exits, not a time: on a slow machine they take longer. */
struct vcpu_stop vcpu_run_retried(struct kvm_vcpu *vcpu)
{
	uint64_t before = vcpu_arch_exits(vcpu);
	struct vcpu_stop stop;

	do {
		stop = run(vcpu, LOOK_MS);
	} while (stop.reason == VCPU_STOP_STILL_RUNNING &&
		 vcpu_arch_exits(vcpu) - before < MANY_EXITS);
	return stop;
}

struct vcpu_stop vcpu_run_for(struct kvm_vcpu *vcpu, long ms)
{
	return run(vcpu, ms);
}

const char *vcpu_stop_name(struct kvm_vcpu *vcpu, const struct vcpu_stop *stop)
{
	static const char * const cmds[] = {
		[UCALL_NONE] = "an empty ucall", [UCALL_SYNC] = "GUEST_SYNC",
		[UCALL_ABORT] = "GUEST_ASSERT", [UCALL_PRINTF] = "GUEST_PRINTF",
		[UCALL_DONE] = "GUEST_DONE", [UCALL_RETURN] = "a return",
		[UCALL_UNHANDLED] = "an unexpected interrupt",
	};
	static char text[160];
	struct kvm_run *run = vcpu->run;

	switch (stop->reason) {
	case VCPU_STOP_UCALL:
		snprintf(text, sizeof(text), "%s of L%lu",
			 stop->uc->cmd < ARRAY_SIZE(cmds) ?
			 cmds[stop->uc->cmd] : "an unknown ucall",
			 stop->uc->level);
		break;
	case VCPU_STOP_MMIO:
		snprintf(text, sizeof(text), "MMIO %s of %u bytes at gpa %#lx",
			 run->mmio.is_write ? "store" : "load", run->mmio.len,
			 (uint64_t)run->mmio.phys_addr);
		break;
	case VCPU_STOP_ERRNO:
		snprintf(text, sizeof(text), "KVM_RUN error %d (%s)", stop->err,
			 strerror(stop->err));
		break;
	case VCPU_STOP_STILL_RUNNING:
		return "no exit: it still runs";
	default:
		snprintf(text, sizeof(text), "KVM exit %u", run->exit_reason);
	}
	return text;
}

uint64_t vcpu_finish(struct kvm_vcpu *vcpu)
{
	struct vcpu_stop stop = vcpu_run_stop(vcpu);

	if (stop.reason != VCPU_STOP_UCALL || stop.uc->cmd != UCALL_RETURN ||
	    stop.uc->level != 1) {
		vcpu_arch_dump(vcpu);
		print_last_sync(vcpu);
		TEST_FAIL("vCPU %u: L1 should have returned, but stopped with %s",
			  vcpu->id, vcpu_stop_name(vcpu, &stop));
	}
	return stop.uc->args[0];
}

void vcpu_run_until_sync(struct kvm_vcpu *vcpu, uint64_t stage)
{
	struct vcpu_stop stop = vcpu_run_stop(vcpu);

	if (stop.reason == VCPU_STOP_UCALL && stop.uc->cmd == UCALL_SYNC &&
	    stop.uc->args[0] == stage)
		return;
	print_last_sync(vcpu);
	TEST_FAIL("vCPU %u: expected sync point %lu, got %s", vcpu->id, stage,
		  vcpu_stop_name(vcpu, &stop));
}
