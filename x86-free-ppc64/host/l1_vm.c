// SPDX-License-Identifier: GPL-2.0
/*
 * Set-up of L1: real memory, process table, the image at its link address, vCPUs. L1
 * runs with its MMU on, in a 4-level tree of PID 0.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "guest/guest_cpu.h"
#include "isa/hcall.h"
#include "kvm_util.h"
#include "guest/l1_memory.h"
#include "isa/processor.h"

#define L1_LEAF_BITS	(RADIX_RC | RADIX_PRIV | RADIX_RWX)

bool vm_arch_nested = true;

unsigned long vm_arch_type(void)
{
	return KVM_VM_PPC_HV;
}

/* L1's tables as host pointers; they are all in sysmem. */
static void *table_ptr(struct radix_table *tree, gpa_t ra)
{
	struct kvm_vm *vm = tree->priv;

	return vm->arch.sysmem + ra;
}

static gpa_t table_alloc(struct radix_table *tree, size_t size)
{
	struct kvm_vm *vm = tree->priv;
	gpa_t ra = align_up(vm->arch.next_table, size);

	if (ra + size > L1_TABLES_END)
		return 0;
	vm->arch.next_table = ra + size;
	return ra;
}

static gpa_t sysmem_alloc(struct kvm_vm *vm, size_t size)
{
	gpa_t gpa = align_up(vm->arch.next_free, SZ_64K);

	TEST_ASSERT(gpa + size <= L1_SYSMEM_SIZE, "L1's system memory is full");
	vm->arch.next_free = gpa + size;
	return gpa;
}

/* Leaves below 2M in one 2M range have one size, as a last-level table has. */
static unsigned int small_leaf_shift(gpa_t addr, gpa_t start, gpa_t end)
{
	uint64_t block = align_down(addr, SZ_2M);

	if (start < block)
		start = block;
	if (end > block + SZ_2M)
		end = block + SZ_2M;
	return SELFTEST_IS_ALIGNED(start | end, SZ_64K) ? 16 : 12;
}

static unsigned int leaf_shift(gpa_t addr, gpa_t start, gpa_t end)
{
	if (SELFTEST_IS_ALIGNED(addr, SZ_1G) && end - addr >= SZ_1G)
		return 30;
	if (SELFTEST_IS_ALIGNED(addr, SZ_2M) && end - addr >= SZ_2M)
		return 21;
	return small_leaf_shift(addr, start, end);
}

void vm_arch_map_memory(struct kvm_vm *vm, gpa_t gpa, uint64_t size)
{
	gpa_t start = gpa, end = gpa + size;

	while (gpa < end) {
		unsigned int shift = leaf_shift(gpa, start, end);
		int err = radix_map(&vm->arch.l1_tree, L1_LINEAR + gpa, gpa,
				    shift, L1_LEAF_BITS);

		TEST_ASSERT(!err || err == RADIX_EEXIST,
			    "cannot map gpa %#lx for L1: %d", gpa, err);
		gpa += 1UL << shift;
	}
}

int64_t vm_arch_gva2gpa(struct kvm_vm *vm, gva_t gva)
{
	gpa_t ra;

	return radix_translate(&vm->arch.l1_tree, gva, &ra) ? (int64_t)ra : -1;
}

/* Copy the image to a new place in sysmem; L1 runs the first copy. */
struct image_copy {
	struct kvm_vm *vm;
	struct l1_memory *mem;
};

static gpa_t copy_segment(struct kvm_vm *vm, const struct image_segment *seg,
			  gva_t va, uint64_t size)
{
	gpa_t gpa = sysmem_alloc(vm, size);

	memcpy(vm->arch.sysmem + gpa + (seg->va - va), seg->data, seg->filesz);
	return gpa;
}

/*
 * Map the pages of the program's file: it saves a copy, and QEMU does not have to
 * translate the same code again for each VM.
 */
static gpa_t map_segment(struct kvm_vm *vm, const struct image_segment *seg,
			 gva_t va, uint64_t size)
{
	gpa_t gpa = sysmem_alloc(vm, size);
	uint64_t before = seg->va - va;

	TEST_ASSERT(seg->offset % SZ_64K == before,
		    "the image is not linked in pages of 64K");
	TEST_ASSERT(mmap(vm->arch.sysmem + gpa, before + seg->filesz,
			 PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
			 seg->fd, seg->offset - before) != MAP_FAILED,
		    "cannot map the image's code");
	return gpa;
}

static void load_segment(const struct image_segment *seg, void *arg)
{
	struct image_copy *copy = arg;
	struct l1_memory *mem = copy->mem;
	gva_t va = align_down(seg->va, SZ_64K);
	uint64_t size = align_up(seg->va + seg->memsz, SZ_64K) - va;
	gpa_t gpa = seg->writable ? copy_segment(copy->vm, seg, va, size) :
				       map_segment(copy->vm, seg, va, size);
	uint64_t off;

	for (off = 0; off < size; off += SZ_64K)
		TEST_ASSERT(!radix_map(&copy->vm->arch.l1_tree, va + off,
				       gpa + off, 16, L1_LEAF_BITS),
			    "cannot map the image at %#lx for L1", va + off);

	/* L2s share the code and get fresh copies of the data. */
	TEST_ASSERT(mem->nr_segments < ARRAY_SIZE(mem->segments),
		    "too many segments in the image");
	mem->segments[mem->nr_segments++] = (struct l1_segment){
		.va = va,
		.size = size,
		.ra = !seg->writable ? gpa :
		      copy_segment(copy->vm, seg, va, size),
		.data = seg->va - va,
		.data_end = seg->va - va + seg->filesz,
		.writable = seg->writable,
	};
}

static void load_image(struct kvm_vm *vm)
{
	struct l1_memory mem = {};
	struct image_copy copy = { .vm = vm, .mem = &mem };

	memcpy(vm->arch.sysmem, guest_vectors, GUEST_VECTORS_SIZE);
	sync_icache(vm->arch.sysmem, GUEST_VECTORS_SIZE);
	image_visit_segments(load_segment, &copy);

	/* Stacks of vCPUs are at the low end, L1's heap gets the rest. */
	mem.heap = sysmem_alloc(vm, KVM_MAX_TEST_VCPUS * GUEST_CPU_AREA) +
		   KVM_MAX_TEST_VCPUS * GUEST_CPU_AREA;
	mem.heap_end = L1_SYSMEM_SIZE;
	vm->arch.next_free -= KVM_MAX_TEST_VCPUS * GUEST_CPU_AREA;
	memcpy(addr_gva2hva(vm, (uint64_t)&l1_memory), &mem, sizeof(mem));
}

static void set_process_table(struct kvm_vm *vm)
{
	struct kvm_ppc_mmuv3_cfg cfg = {
		.flags = KVM_PPC_MMUV3_RADIX | KVM_PPC_MMUV3_GTSE,
		.process_table = RADIX_ROOT_HR | L1_PROCESS_TABLE,
	};
	uint64_t *entry = vm->arch.sysmem + L1_PROCESS_TABLE;

	radix_set(entry, radix_root_entry(&vm->arch.l1_tree));
	vm_ioctl(vm, KVM_PPC_CONFIGURE_V3_MMU, &cfg);
}

void vm_arch_create(struct kvm_vm *vm)
{
	vm->arch.sysmem = mmap(NULL, L1_SYSMEM_SIZE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
			       0);
	TEST_ASSERT(vm->arch.sysmem != MAP_FAILED, "no memory for L1");
	madvise(vm->arch.sysmem, L1_SYSMEM_SIZE, MADV_NOHUGEPAGE);
	vm->arch.next_table = L1_TABLES;
	vm->arch.next_free = L1_TABLES_END;
	vm->arch.l1_tree = (struct radix_table) {
		.ptr = table_ptr, .alloc = table_alloc, .priv = vm,
	};
	TEST_ASSERT(!radix_init(&vm->arch.l1_tree), "no room for L1's tree");

	vm_mem_region_add(vm, 0, 0, 0, L1_SYSMEM_SIZE, vm->arch.sysmem);
	if (vm_arch_nested)
		vm_enable_cap(vm, KVM_CAP_PPC_NESTED_HV, 1, 0);
	if (vm_check_cap(vm, KVM_CAP_PPC_RPT_INVALIDATE))
		vm_enable_cap(vm, KVM_CAP_PPC_ENABLE_HCALL, H_RPT_INVALIDATE,
			      1);
	set_process_table(vm);
	load_image(vm);
}

void vm_arch_free(struct kvm_vm *vm)
{
	munmap(vm->arch.sysmem, L1_SYSMEM_SIZE);
}
