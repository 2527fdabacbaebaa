// SPDX-License-Identifier: GPL-2.0
/* Memslots, and address translation through them. */
#include <string.h>

#include "kvm_util.h"

static struct memslot *memslot_get(struct kvm_vm *vm, uint32_t slot)
{
	TEST_ASSERT(slot < KVM_MAX_TEST_SLOTS, "slot %u is out of range", slot);
	return &vm->slots[slot];
}

int __vm_set_user_memory_region(struct kvm_vm *vm, uint32_t slot,
				uint32_t flags, gpa_t gpa, uint64_t size,
				void *hva)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.flags = flags,
		.guest_phys_addr = gpa,
		.memory_size = size,
		.userspace_addr = (uintptr_t)hva,
	};
	struct memslot *memslot = memslot_get(vm, slot);
	int err = __vm_ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region);

	if (!err) {
		memslot->region = region;
		memslot->in_use = size;
	}
	return err;
}

static void set_region(struct kvm_vm *vm, uint32_t slot, uint32_t flags,
		       gpa_t gpa, uint64_t size, void *hva)
{
	int err = __vm_set_user_memory_region(vm, slot, flags, gpa, size, hva);

	TEST_ASSERT(!err, "memslot %u, flags %u, gpa %#lx, %#lx bytes: error %d",
		    slot, flags, gpa, size, -err);
}

void vm_mem_region_add(struct kvm_vm *vm, uint32_t slot, uint32_t flags,
		       gpa_t gpa, uint64_t size, void *hva)
{
	TEST_ASSERT(!memslot_get(vm, slot)->in_use, "slot %u is in use", slot);
	set_region(vm, slot, flags, gpa, size, hva);
	vm_arch_map_memory(vm, gpa, size);
}

static struct kvm_userspace_memory_region *existing(struct kvm_vm *vm,
						    uint32_t slot)
{
	struct memslot *memslot = memslot_get(vm, slot);

	TEST_ASSERT(memslot->in_use, "slot %u is not in use", slot);
	return &memslot->region;
}

void vm_mem_region_delete(struct kvm_vm *vm, uint32_t slot)
{
	struct kvm_userspace_memory_region *r = existing(vm, slot);

	set_region(vm, slot, 0, r->guest_phys_addr, 0, NULL);
}

void vm_mem_region_move(struct kvm_vm *vm, uint32_t slot, gpa_t new_gpa)
{
	struct kvm_userspace_memory_region *r = existing(vm, slot);

	set_region(vm, slot, r->flags, new_gpa, r->memory_size,
		   (void *)(uintptr_t)r->userspace_addr);
	vm_arch_map_memory(vm, new_gpa, r->memory_size);
}

void vm_mem_region_set_flags(struct kvm_vm *vm, uint32_t slot, uint32_t flags)
{
	struct kvm_userspace_memory_region *r = existing(vm, slot);

	set_region(vm, slot, flags, r->guest_phys_addr, r->memory_size,
		   (void *)(uintptr_t)r->userspace_addr);
}

void kvm_vm_get_dirty_log(struct kvm_vm *vm, uint32_t slot, void *bitmap)
{
	struct kvm_dirty_log log = { .slot = slot, .dirty_bitmap = bitmap };

	vm_ioctl(vm, KVM_GET_DIRTY_LOG, &log);
}

static struct memslot *memslot_at_gpa(struct kvm_vm *vm, gpa_t gpa)
{
	int i;

	for (i = 0; i < KVM_MAX_TEST_SLOTS; i++) {
		struct kvm_userspace_memory_region *r = &vm->slots[i].region;

		if (vm->slots[i].in_use && gpa >= r->guest_phys_addr &&
		    gpa - r->guest_phys_addr < r->memory_size)
			return &vm->slots[i];
	}
	return NULL;
}

void *__addr_gpa2hva(struct kvm_vm *vm, gpa_t gpa)
{
	struct memslot *memslot = memslot_at_gpa(vm, gpa);

	if (!memslot)
		return NULL;
	return (void *)(uintptr_t)(memslot->region.userspace_addr + gpa -
				   memslot->region.guest_phys_addr);
}

void *addr_gpa2hva(struct kvm_vm *vm, gpa_t gpa)
{
	void *hva = __addr_gpa2hva(vm, gpa);

	TEST_ASSERT(hva, "no memslot holds gpa %#lx", gpa);
	return hva;
}

void sync_to_guest(struct kvm_vm *vm, const void *global, size_t size)
{
	memcpy(addr_gva2hva(vm, (uintptr_t)global), global, size);
}

void sync_from_guest(struct kvm_vm *vm, void *global, size_t size)
{
	memcpy(global, addr_gva2hva(vm, (uintptr_t)global), size);
}

void *addr_gva2hva(struct kvm_vm *vm, gva_t gva)
{
	int64_t gpa = vm_arch_gva2gpa(vm, gva);

	TEST_ASSERT(gpa >= 0, "L1 does not map gva %#lx", gva);
	return addr_gpa2hva(vm, gpa);
}
