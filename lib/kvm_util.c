// SPDX-License-Identifier: GPL-2.0
/* VMs and vCPUs: creation, capabilities, registers, destruction. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cpu_util.h"
#include "kvm_util.h"

static int open_kvm(void)
{
	int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);

	TEST_ASSERT(fd >= 0, "cannot open /dev/kvm");
	return fd;
}

int vm_check_cap(struct kvm_vm *vm, long cap)
{
	int ret = ioctl(vm->fd, KVM_CHECK_EXTENSION, cap);

	TEST_ASSERT(ret >= 0, "KVM_CHECK_EXTENSION %ld failed", cap);
	return ret;
}

int __vm_ioctl(struct kvm_vm *vm, unsigned long cmd, void *arg)
{
	return ioctl(vm->fd, cmd, arg) < 0 ? -errno : 0;
}

void kvm_must_ioctl(int fd, unsigned long cmd, void *arg, const char *name)
{
	TEST_ASSERT(!ioctl(fd, cmd, arg), "%s failed", name);
}

void vm_enable_cap(struct kvm_vm *vm, uint32_t cap, uint64_t arg0,
		   uint64_t arg1)
{
	struct kvm_enable_cap enable = { .cap = cap, .args = { arg0, arg1 } };

	vm_ioctl(vm, KVM_ENABLE_CAP, &enable);
}

int __vcpu_get_reg(struct kvm_vcpu *vcpu, uint64_t id, void *value)
{
	struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)value };

	return ioctl(vcpu->fd, KVM_GET_ONE_REG, &reg) ? -errno : 0;
}

int __vcpu_set_reg(struct kvm_vcpu *vcpu, uint64_t id, const void *value)
{
	struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)value };

	return ioctl(vcpu->fd, KVM_SET_ONE_REG, &reg) ? -errno : 0;
}

uint64_t vcpu_get_reg(struct kvm_vcpu *vcpu, uint64_t id)
{
	uint64_t value = 0;

	TEST_ASSERT(!__vcpu_get_reg(vcpu, id, &value),
		    "cannot read register %#lx", id);
	return value;
}

void vcpu_set_reg(struct kvm_vcpu *vcpu, uint64_t id, uint64_t value)
{
	TEST_ASSERT(!__vcpu_set_reg(vcpu, id, &value),
		    "cannot set register %#lx to %#lx", id, value);
}

static struct kvm_vcpu *vcpu_create(struct kvm_vm *vm, uint32_t id)
{
	struct kvm_vcpu *vcpu = calloc(1, sizeof(*vcpu));
	int size;

	TEST_ASSERT(vcpu, "out of memory");
	TEST_ASSERT(vm->nr_vcpus < KVM_MAX_TEST_VCPUS,
		    "a test VM has at most %d vCPUs", KVM_MAX_TEST_VCPUS);
	vcpu->vm = vm;
	vcpu->id = id;
	vcpu->fd = ioctl(vm->fd, KVM_CREATE_VCPU, (unsigned long)id);
	TEST_ASSERT(vcpu->fd >= 0, "KVM_CREATE_VCPU %u failed", id);
	size = ioctl(vm->kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	TEST_ASSERT(size >= (int)sizeof(*vcpu->run),
		    "KVM_GET_VCPU_MMAP_SIZE returned %d", size);
	vcpu->run_size = size;
	vcpu->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
			 vcpu->fd, 0);
	TEST_ASSERT(vcpu->run != MAP_FAILED, "cannot map struct kvm_run");
	vcpu_arch_create(vcpu);
	vm->vcpus[vm->nr_vcpus++] = vcpu;
	return vcpu;
}

bool vm_debugfs_path(char *path, size_t size, int vm_fd, const char *file)
{
	snprintf(path, size, "/sys/kernel/debug/kvm/%d-%d%s", getpid(), vm_fd,
		 file);
	return !access(path, F_OK);
}

uint64_t kvm_stat(int fd, const char *name)
{
	union {
		struct kvm_stats_desc desc;
		char room[sizeof(struct kvm_stats_desc) + 256];
	} at;
	int stats = ioctl(fd, KVM_GET_STATS_FD, NULL);
	struct kvm_stats_header head;
	uint64_t value;
	size_t size;
	uint32_t i;

	TEST_ASSERT(stats >= 0 && pread(stats, &head, sizeof(head), 0) == sizeof(head),
		    "KVM_GET_STATS_FD");
	size = sizeof(at.desc) + head.name_size;
	for (i = 0; i < head.num_desc; i++) {
		TEST_ASSERT(size <= sizeof(at) &&
			    pread(stats, &at, size, head.desc_offset + i * size) == size,
			    "read a name of KVM's statistics");
		if (!strcmp(at.desc.name, name))
			break;
	}
	TEST_ASSERT(i < head.num_desc &&
		    pread(stats, &value, sizeof(value), head.data_offset +
			  at.desc.offset) == sizeof(value), "read KVM's statistic %s", name);
	close(stats);
	return value;
}

/*
 * KVM names a VM's debugfs directory by pid and file descriptor. A VM whose descriptor is
 * closed, but not that of a vCPU, still has its directory, and KVM creates no second one
 * of that name for the next VM with the same descriptor. So skip such numbers.
 */
static int create_vm(int kvm_fd)
{
	int next = fcntl(kvm_fd, F_DUPFD_CLOEXEC, 0), fd;
	char path[64];

	TEST_ASSERT(next >= 0, "no file descriptor for a VM");
	if (vm_debugfs_path(path, sizeof(path), next, "")) {
		fd = create_vm(kvm_fd);
		close(next);
		return fd;
	}
	close(next);
	return ioctl(kvm_fd, KVM_CREATE_VM, vm_arch_type());
}

struct kvm_vm *vm_create_with_vcpus(int nr_vcpus, struct kvm_vcpu **vcpus)
{
	struct kvm_vm *vm = calloc(1, sizeof(*vm));
	int i;

	TEST_ASSERT(vm, "out of memory");
	vm->kvm_fd = open_kvm();
	vm->fd = create_vm(vm->kvm_fd);
	TEST_ASSERT(vm->fd >= 0, "KVM_CREATE_VM failed");
	vm_arch_create(vm);
	for (i = 0; i < nr_vcpus; i++)
		vcpus[i] = vcpu_create(vm, i);
	return vm;
}

void kvm_vm_free(struct kvm_vm *vm)
{
	int i;

	for (i = 0; i < vm->nr_vcpus; i++) {
		munmap(vm->vcpus[i]->run, vm->vcpus[i]->run_size);
		close(vm->vcpus[i]->fd);
		free(vm->vcpus[i]);
	}
	close(vm->fd);
	close(vm->kvm_fd);
	vm_arch_free(vm);
	free(vm);
}

void pin_self_to_cpu(int nth)
{
	TEST_ASSERT(cpu_usable(nth) >= 0 && cpu_run_on(cpu_usable(nth)),
		    "cannot run on usable CPU number %d", nth);
}
