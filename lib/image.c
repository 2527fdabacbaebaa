// SPDX-License-Identifier: GPL-2.0
/*
 * The program's own file as guest image. It is read from the file and not from the
 * running process, so that a guest starts with initial data.
 */
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kvm_util.h"

static const void *map_own_file(int *own_fd)
{
	static const void *file;
	static int fd;
	struct stat st;

	*own_fd = fd;
	if (file)
		return file;
	fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	TEST_ASSERT(fd >= 0 && !fstat(fd, &st), "cannot open /proc/self/exe");
	file = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	TEST_ASSERT(file != MAP_FAILED, "cannot map /proc/self/exe");
	*own_fd = fd;
	return file;
}

void image_visit_segments(image_segment_fn fn, void *arg)
{
	int fd;
	const Elf64_Ehdr *ehdr = map_own_file(&fd);
	const Elf64_Phdr *phdr = (const void *)ehdr + ehdr->e_phoff;
	int i;

	TEST_ASSERT(ehdr->e_type == ET_EXEC,
		    "a test program must be linked static and not PIE");
	for (i = 0; i < ehdr->e_phnum; i++) {
		struct image_segment seg = {
			.va = phdr[i].p_vaddr,
			.memsz = phdr[i].p_memsz,
			.filesz = phdr[i].p_filesz,
			.data = (const void *)ehdr + phdr[i].p_offset,
			.fd = fd,
			.offset = phdr[i].p_offset,
			.writable = phdr[i].p_flags & PF_W,
		};

		if (phdr[i].p_type == PT_LOAD)
			fn(&seg, arg);
	}
}
