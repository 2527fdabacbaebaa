// SPDX-License-Identifier: GPL-2.0
/* The first entry of a new L2 by two vCPUs at once; see create_race.h. */
#include <pthread.h>

#include "create_race.h"
#include "fixture/nested_test.h"
#include "guest/l1_nested.h"
#include "isa/hcall.h"

#define RACE_VCPUS	2

/* In fifty runs mostly the third new L2 was refused; on busy CPUs at most the hundredth. */
#define RACE_L2S	512
#define RACE_LPID	0x300

struct racer {
	struct nested_vcpu l2;
	int cpu;
	int refused;
};

/* In L1: barrier count of its vCPUs, over all rounds. */
static uint64_t at_the_line;
static bool refusal_seen;

static uint64_t guest_nothing(void)
{
	return 0;
}

/* One partition of L1 under many LPIDs, each of which is a new L2 for L0. */
static uint64_t l1_publish(struct l2_vm *l2)
{
	uint32_t i;

	for (i = 0; i < RACE_L2S; i++)
		l1_set_partition_entry(RACE_LPID + i, RADIX_ROOT_HR |
				       radix_root_entry(&l2->partition),
				       RADIX_ROOT_HR | L2_PROCESS_TABLE);
	return 0;
}

/* Enter one new L2 after the other, synchronized with the other vCPU. */
static uint64_t l1_race(struct l2_vcpu *vcpu)
{
	struct nested_exit *exit = &this_guest_cpu()->exit;
	uint64_t round, refused = 0;

	for (round = 0; round < RACE_L2S; round++) {
		vcpu->hv.lpid = RACE_LPID + round;
		__atomic_fetch_add(&at_the_line, 1, __ATOMIC_SEQ_CST);
		while (__atomic_load_n(&at_the_line, __ATOMIC_SEQ_CST) <
		       RACE_VCPUS * (round + 1))
			;
		/* Set before the barrier: both vCPUs see it now. */
		if (READ_ONCE(refusal_seen))
			break;
		l1_nested_call(vcpu, guest_nothing, 0, 0, 0, 0);
		if (exit->trap == NESTED_EXIT_REFUSED) {
			GUEST_ASSERT_EQ(exit->hcall_rc, H_PARAMETER);
			refused++;
			WRITE_ONCE(refusal_seen, true);
		} else {
			GUEST_ASSERT_EQ(exit->trap, NESTED_EXIT_RETURN);
		}
	}
	return refused;
}

static void *race(void *arg)
{
	struct racer *r = arg;

	pin_self_to_cpu(r->cpu);
	r->refused = vcpu_call(r->l2.vcpu, l1_race, r->l2.l2_vcpu);
	return NULL;
}

int create_race(unsigned long *tried)
{
	static struct racer racers[RACE_VCPUS];
	struct kvm_vcpu *vcpus[RACE_VCPUS];
	pthread_t threads[RACE_VCPUS];
	struct kvm_vm *vm;
	int i, refused = 0;

	vm = vm_create_with_vcpus(RACE_VCPUS, vcpus);
	nested_enable(vcpus[0]);
	nested_create(&racers[0].l2, vcpus[0], TEST_LPID);
	nested_add_vcpu(&racers[1].l2, &racers[0].l2, vcpus[1]);
	vcpu_call(vcpus[0], l1_publish, racers[0].l2.l2_vm);
	for (i = 0; i < RACE_VCPUS; i++)
		racers[i].cpu = i;
	for (i = 0; i < RACE_VCPUS; i++)
		TEST_ASSERT(!pthread_create(&threads[i], NULL, race,
					    &racers[i]), "no thread");
	for (i = 0; i < RACE_VCPUS; i++) {
		pthread_join(threads[i], NULL);
		refused += racers[i].refused;
	}
	sync_global_from_guest(vm, at_the_line);
	*tried += at_the_line / RACE_VCPUS;
	at_the_line = 0;	/* the next L1 starts with a copy of it */
	kvm_vm_free(vm);
	return refused;
}
