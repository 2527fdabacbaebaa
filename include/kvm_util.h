/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VMs, vCPUs and memslots on top of the KVM uapi.
 *
 * Names follow the KVM selftests: x() asserts success, __x() returns the result.
 * *_arch_*() are the architecture's part.
 *
 * Addresses: gpa is a guest physical address of L1 (PAPR: real address), gva an
 * effective address of L1, hva an address of this process. Sizes are in bytes.
 */
#ifndef KVM_UTIL_H
#define KVM_UTIL_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/kvm_util_arch.h"
#include "kvm_util_types.h"
#include "sizes.h"
#include "test_util.h"
#include "ucall_common.h"

#define KVM_MAX_TEST_SLOTS	64
#define KVM_MAX_TEST_VCPUS	16

struct memslot {
	struct kvm_userspace_memory_region region;
	bool in_use;
};

struct kvm_vm {
	int kvm_fd;
	int fd;
	struct memslot slots[KVM_MAX_TEST_SLOTS];
	struct kvm_vcpu *vcpus[KVM_MAX_TEST_VCPUS];
	int nr_vcpus;
	struct kvm_vm_arch arch;
};

struct kvm_vcpu {
	struct kvm_vm *vm;
	uint32_t id;
	int fd;
	struct kvm_run *run;
	size_t run_size;
	struct {
		uint64_t stage;
		const char *file;
		uint64_t line;
		uint64_t level;
	} last_sync;
	struct kvm_vcpu_arch arch;
};

/*
 * Create a VM with system memory for the guest runtime (memslot 0 at gpa 0), the
 * program's image loaded into it, and @nr_vcpus vCPUs ready for vcpu_call().
 */
struct kvm_vm *vm_create_with_vcpus(int nr_vcpus, struct kvm_vcpu **vcpus);
/* Closes everything and frees the VM. The VM's fds die with the process too. */
void kvm_vm_free(struct kvm_vm *vm);

/*
 * Path of the debugfs file @file ("/radix") of VM @vm_fd of this process; "": of its
 * directory. False if there is none.
 */
bool vm_debugfs_path(char *path, size_t size, int vm_fd, const char *file);
/*
 * The statistic @name of the VM or vCPU with descriptor @fd (KVM_GET_STATS_FD). Test error
 * if KVM has none of that name.
 */
uint64_t kvm_stat(int fd, const char *name);

/* KVM_CHECK_EXTENSION; 0: the VM does not have it. */
int vm_check_cap(struct kvm_vm *vm, long cap);
void vm_enable_cap(struct kvm_vm *vm, uint32_t cap, uint64_t arg0,
		   uint64_t arg1);
/* 0 or -errno. */
int __vm_ioctl(struct kvm_vm *vm, unsigned long cmd, void *arg);
/* Failure is a test error that names @cmd. */
#define vm_ioctl(vm, cmd, arg)		kvm_must_ioctl((vm)->fd, cmd, arg, #cmd)
#define vcpu_ioctl(vcpu, cmd, arg)	kvm_must_ioctl((vcpu)->fd, cmd, arg, #cmd)
void kvm_must_ioctl(int fd, unsigned long cmd, void *arg, const char *name);

/*
 * Memslots. Tests use @slot 1 and up. __x returns 0 or -errno. Adding a slot also maps
 * it in L1's own page table (see vm_arch_map_memory()); deleting leaves that table
 * unchanged.
 */
int __vm_set_user_memory_region(struct kvm_vm *vm, uint32_t slot,
				uint32_t flags, gpa_t gpa, uint64_t size,
				void *hva);
void vm_mem_region_add(struct kvm_vm *vm, uint32_t slot, uint32_t flags,
		       gpa_t gpa, uint64_t size, void *hva);
void vm_mem_region_delete(struct kvm_vm *vm, uint32_t slot);
void vm_mem_region_move(struct kvm_vm *vm, uint32_t slot, gpa_t new_gpa);
void vm_mem_region_set_flags(struct kvm_vm *vm, uint32_t slot, uint32_t flags);
/* One bit per host page; @bitmap holds the slot's pages rounded up to 64. */
void kvm_vm_get_dirty_log(struct kvm_vm *vm, uint32_t slot, void *bitmap);

/*
 * The hva of @gpa, by the memslots; if there is none, __x returns NULL and x is a test
 * error.
 */
void *__addr_gpa2hva(struct kvm_vm *vm, gpa_t gpa);
void *addr_gpa2hva(struct kvm_vm *vm, gpa_t gpa);
/* The hva of @gva, by L1's own page table and the memslots; none is a test error. */
void *addr_gva2hva(struct kvm_vm *vm, gva_t gva);

void sync_to_guest(struct kvm_vm *vm, const void *global, size_t size);
void sync_from_guest(struct kvm_vm *vm, void *global, size_t size);
/* Copies a global variable of the image between the host and L1. */
#define sync_global_to_guest(vm, g)					\
	sync_to_guest(vm, &(g), sizeof(g))
#define sync_global_from_guest(vm, g)					\
	sync_from_guest(vm, &(g), sizeof(g))

/*
 * Why a vCPU stopped. Only vcpu_run_stop() in lib/vcpu_run.c decodes KVM exits.
 */
enum vcpu_stop_reason {
	VCPU_STOP_UCALL,	/* uc is set */
	VCPU_STOP_MMIO,		/* run->mmio is set */
	VCPU_STOP_ERRNO,	/* KVM_RUN failed with err */
	VCPU_STOP_EXIT,		/* another exit: run->exit_reason */
	VCPU_STOP_STILL_RUNNING,	/* only from vcpu_run_retried(), vcpu_run_for() */
};

struct vcpu_stop {
	enum vcpu_stop_reason reason;
	int err;
	struct ucall *uc;
};

/* Ticks of a second without an exit of KVM_RUN after which a guest hangs. */
extern int vcpu_timeout_ticks;
/*
 * Run until a stop that the caller has to handle. Handled here: GUEST_PRINTF and
 * signals. A guest assertion, an unexpected interrupt in a guest, and a guest that hangs
 * fail the test with level, registers and last sync point.
 */
struct vcpu_stop vcpu_run_stop(struct kvm_vcpu *vcpu);
/*
 * The same for guests that L0 may enter again and again at one instruction:
 * VCPU_STOP_STILL_RUNNING after more exits than progress would take.
 */
struct vcpu_stop vcpu_run_retried(struct kvm_vcpu *vcpu);
/* The same for @ms milliseconds, in which no signal interrupts KVM_RUN. */
struct vcpu_stop vcpu_run_for(struct kvm_vcpu *vcpu, long ms);

/*
 * Call @fn in L1 with up to 6 arguments of 64 bits.
 * vcpu_start_call() prepares the call; vcpu_finish() runs it to its return and returns
 * its value; vcpu_run_until_sync() runs it to GUEST_SYNC(@stage).
 * vcpu_call() is start and finish; any other stop is a failure.
 */
uint64_t vcpu_finish(struct kvm_vcpu *vcpu);
void vcpu_run_until_sync(struct kvm_vcpu *vcpu, uint64_t stage);

#define __VCPU_ARGS(...)	((const uint64_t[]){ 0, ##__VA_ARGS__ } + 1)
#define __VCPU_NARGS(...)						\
	((int)(sizeof((const uint64_t[]){ 0, ##__VA_ARGS__ }) / 8 - 1))
#define vcpu_start_call(vcpu, fn, ...)					\
	vcpu_arch_start(vcpu, fn, __VCPU_NARGS(__VA_ARGS__),		\
			__VCPU_ARGS(__VA_ARGS__))
#define vcpu_call(vcpu, fn, ...)					\
({									\
	struct kvm_vcpu *__v = (vcpu);					\
									\
	vcpu_start_call(__v, fn, ##__VA_ARGS__);			\
	vcpu_finish(__v);						\
})

/* Description of @stop for messages, one line. Static buffer. */
const char *vcpu_stop_name(struct kvm_vcpu *vcpu, const struct vcpu_stop *stop);

/* Pin the calling thread to the @nth usable host CPU, from 0. */
void pin_self_to_cpu(int nth);

/*
 * ONE_REG. __x takes a value of the register's width (KVM_REG_SIZE in @id) and returns
 * 0 or -errno; x takes up to 64 bits.
 */
int __vcpu_get_reg(struct kvm_vcpu *vcpu, uint64_t id, void *value);
int __vcpu_set_reg(struct kvm_vcpu *vcpu, uint64_t id, const void *value);
uint64_t vcpu_get_reg(struct kvm_vcpu *vcpu, uint64_t id);
void vcpu_set_reg(struct kvm_vcpu *vcpu, uint64_t id, uint64_t value);

/* The architecture's part. */
void vm_arch_create(struct kvm_vm *vm);
void vm_arch_free(struct kvm_vm *vm);
unsigned long vm_arch_type(void);
void vm_arch_map_memory(struct kvm_vm *vm, gpa_t gpa, uint64_t size);
int64_t vm_arch_gva2gpa(struct kvm_vm *vm, gva_t gva);		/* <0: none */
void vcpu_arch_create(struct kvm_vcpu *vcpu);
void vcpu_arch_start(struct kvm_vcpu *vcpu, void *fn, int nargs,
		     const uint64_t *args);
/* Exits since @vcpu was created, without those for an interrupt of the host. */
uint64_t vcpu_arch_exits(struct kvm_vcpu *vcpu);
/* Registers of every level, one `# ` line each. */
void vcpu_arch_dump(struct kvm_vcpu *vcpu);
/* The level that the vCPU runs or ran last: 1, or 2 for an L2. */
int vcpu_arch_level(struct kvm_vcpu *vcpu);

/* Call @fn for each loadable segment of this program's file. */
struct image_segment {
	uint64_t va;		/* of the first byte, not aligned */
	size_t memsz;
	size_t filesz;
	const void *data;	/* filesz bytes, as in the file */
	int fd;			/* the file, and where in it the data is */
	uint64_t offset;
	bool writable;
};

typedef void (*image_segment_fn)(const struct image_segment *seg, void *arg);
void image_visit_segments(image_segment_fn fn, void *arg);

#endif /* KVM_UTIL_H */
