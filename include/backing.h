/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host memory behind a memslot, of a given type, which is verified.
 *
 * It lies in an address range of its own, away from where mmap() places
 * mappings by default: after backing_unmap() no other mapping of the process
 * fills the hole, and inaccessible pages on both sides keep the kernel from
 * merging it with a neighbouring VMA.
 *
 * A misuse or a refusal by the kernel is a test error, reported here.
 */
#ifndef KVM_HV_NESTED_BACKING_H
#define KVM_HV_NESTED_BACKING_H

#include <stdbool.h>
#include <stddef.h>

enum backing_type {
	BACKING_ANON,			/* private, base pages, THP off */
	BACKING_ANON_THP,		/* private, 2M by transparent_hugepage */
	BACKING_HUGETLB_2M,		/* private, from the 2M pool */
	BACKING_HUGETLB_1G,		/* private, from the 1G pool */
	BACKING_SHMEM,			/* shared, no file of its own */
	BACKING_MEMFD,			/* shared, memfd */
	BACKING_HUGETLB_2M_SHARED,	/* shared, memfd, from the 2M pool */
	BACKING_HUGETLB_1G_SHARED,	/* shared, memfd, from the 1G pool */
	BACKING_FILE_PRIVATE,		/* private mapping of a memfd: zeros at first */
	NR_BACKING_TYPES,
};

struct backing_desc {
	const char *name;	/* "anon", "thp_2m", "hugetlb_2m", … */
	size_t page_size;	/* bytes per host page; sizes are multiples */
	bool shared;		/* backing_discard() unmaps, data stays */
	bool hugetlb;
	bool thp;
	bool file;		/* has a file descriptor */
};

struct backing {
	enum backing_type type;
	const struct backing_desc *desc;
	char *hva;		/* aligned to 2M at least */
	size_t size;		/* bytes */
	size_t page_size;	/* bytes per host page, as in @desc */
	int fd;			/* of the whole of it, or -1 */
	/* private */
	char *reserve;
	size_t reserve_size;
	bool replaced;		/* @fd no longer stands for every page */
};

const struct backing_desc *backing_desc(enum backing_type type);

/* NULL, or why this host cannot provide one page of @type now. */
const char *backing_missing(enum backing_type type);

/* The same for @size bytes. The text stays valid until the next call. */
const char *backing_missing_size(enum backing_type type, size_t size);

/* Does @type use a hugetlb pool whose free pages are all reserved? */
bool backing_pool_is_reserved(enum backing_type type);

/* Does @type use a hugetlb pool without a free page, reserved ones included? */
bool backing_pool_is_empty(enum backing_type type);

/*
 * @size bytes, not populated. Hugetlb pages are reserved at once, so that a
 * later access cannot run out of them.
 */
void backing_create(struct backing *b, enum backing_type type, size_t size);

/* Unmap everything, also after the operations below. @b may be all zeros. */
void backing_destroy(struct backing *b);

/* Fault all pages in for writing; contents stay as they are. */
void backing_populate(struct backing *b);

/*
 * Verify with /proc/self/smaps that all of the populated backing has pages of the
 * size of its type, and types with base pages no larger ones. If not, false, and
 * in @reason (may be NULL) what was found instead.
 */
bool backing_is_confirmed(struct backing *b, const char **reason);

/* Populate, confirm, and end the case with an error if it is not so. */
void backing_confirm(struct backing *b);

/*
 * Operations of L0 on a part of it. @off and @len in bytes, multiples of the
 * host's base page; for hugetlb types, of their page.
 */

/*
 * MADV_NOHUGEPAGE: existing huge pages stay until they are split, and are not collapsed
 * again. Otherwise khugepaged may collapse them at any time, which unmaps the range.
 */
void backing_keep_split(struct backing *b);

/*
 * MADV_DONTNEED: private types read zeros afterwards, or the contents of their file;
 * shared ones are unchanged.
 */
void backing_discard(struct backing *b, size_t off, size_t len);

/* Hole in the file, MADV_REMOVE where it has none. Not for anonymous. */
void backing_punch(struct backing *b, size_t off, size_t len);

/* New zeroed memory of the same kind over it, with mmap(MAP_FIXED). */
void backing_replace(struct backing *b, size_t off, size_t len);

/*
 * Memory of the same type, populated and zeroed, outside of @b: to be filled and
 * passed to backing_move_over(). @len as for @size of backing_create().
 */
void *backing_make_spare(struct backing *b, size_t len);

/* Move @spare, of @len bytes, over it with mremap(MREMAP_FIXED). */
void backing_move_over(struct backing *b, size_t off, size_t len, void *spare);

/*
 * Move its pages to @spare, of @len bytes, and leave the range mapped but empty:
 * mremap() with MREMAP_DONTUNMAP. Anonymous memory only.
 */
void backing_move_away(struct backing *b, size_t off, size_t len, void *spare);

/* munmap() */
void backing_unmap(struct backing *b, size_t off, size_t len);

/*
 * The backing's file, mapped shared at another address, whatever is mapped in @b
 * now. Stays until the process ends.
 */
void *backing_view_file(struct backing *b);

/* ftruncate() to @size bytes; growing again adds zeros. */
void backing_truncate(struct backing *b, size_t size);

/* mprotect() with @prot (PROT_*). */
void backing_protect(struct backing *b, size_t off, size_t len, int prot);

#endif /* KVM_HV_NESTED_BACKING_H */
