// SPDX-License-Identifier: GPL-2.0
/*
 * The dirty log; see random_model.h.
 *
 * It must have each page that a guest stored to. It may have a page that a guest only loaded
 * from: if L0 has no leaf yet, kvmppc_book3s_instantiate_page() requests the page for
 * writing and sets the leaf's change bit if it can. If L0 has a leaf, a load does not make
 * the page dirty.
 */
#include "random_model.h"

static struct model_page *page_of(struct model *m, unsigned int piece)
{
	return &m->page[piece - piece % m->page_pieces];
}

static bool is_logged(const struct model *m, unsigned int piece)
{
	unsigned int part = piece / MODEL_PART_PIECES;

	return m->part[part].present && m->part[part].logged;
}

void model_log_store(struct model *m, unsigned int piece)
{
	if (is_logged(m, piece))
		page_of(m, piece)->dirty = true;
}

void model_log_reach(struct model *m, unsigned int piece, enum model_access access)
{
	struct model_page *page = page_of(m, piece);

	if (!is_logged(m, piece))
		return;
	/* A store that L1's leaf refuses, for want of C, is one for L0's. */
	if (!page->mapped || access == MODEL_STORE)
		page->may_be_dirty = true;
	page->mapped = true;
}

void model_log_unmapped(struct model *m)
{
	unsigned int i;

	for (i = 0; i < MODEL_PIECES; i++)
		m->page[i].mapped = false;
}

enum model_log model_log_of(const struct model *m, unsigned int piece)
{
	const struct model_page *page = page_of((struct model *)m, piece);

	return page->dirty ? LOG_NEEDS :
	       page->may_be_dirty ? LOG_MAY_HAVE : LOG_MUST_NOT;
}

void model_log_read(struct model *m, unsigned int part)
{
	struct model_page *page = &m->page[part * MODEL_PART_PIECES];
	unsigned int i;

	for (i = 0; i < MODEL_PART_PIECES; i++) {
		page[i].dirty = false;
		page[i].may_be_dirty = false;
	}
}
