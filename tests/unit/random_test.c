// SPDX-License-Identifier: GPL-2.0
/* What nested_random_test is made of, without KVM: text, draw, model, shrinking. */
#include "kselftest_harness.h"

#include "../random/random_draw.h"
#include "../random/random_kept.h"
#include "../random/random_model.h"
#include "../random/random_run.h"
#include "../random/random_shrink.h"

static struct random_sequence sequence, other;

static struct random_step step_of(const char *line)
{
	struct random_step step = { .kind = NR_STEP_KINDS };

	return random_step_parse(&step, line) ? step :
	       (struct random_step){ .kind = NR_STEP_KINDS };
}

/* A step that is written as text and read back is the same step. */
TEST(each_step_survives_its_text)
{
	struct random_step step;
	uint64_t seed;
	size_t i;

	for (seed = 0; seed < 20; seed++) {
		random_draw(&sequence, seed, 0, 400);
		for (i = 0; i < sequence.nr; i++) {
			const char *text = random_step_text(&sequence.step[i]);

			ASSERT_TRUE(random_step_parse(&step, text))
				TH_LOG("%s", text);
			ASSERT_EQ(0, memcmp(&step, &sequence.step[i], sizeof(step)))
				TH_LOG("%s", text);
		}
	}
}

/* A line that names no step, or lacks an argument, is refused. */
TEST(a_line_that_is_none_is_refused)
{
	static const char * const lines[] = {
		"", "loads", "load", "check now", "undo nth=8", "undo nth=-1",
		"undo nth=", "undo nth", "undo n=1", "log part=0 how=maybe",
		"unmap l2=0 window=0 slot=0 by=page by=page",
		"protect l2=0 window=0 slot=0 bits=rwx by=page",
		"protect l2=0 window=0 slot=0 bits=rwxCR by=page",
		"protect l2=0 slot=0 window=0 bits=rwxRC by=page",
	};
	struct random_step step;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		EXPECT_FALSE(random_step_parse(&step, lines[i]))
			TH_LOG("'%s'", lines[i]);
}

/* A bad sequence is refused with the number of its first bad line. */
TEST(the_line_that_is_wrong_is_named)
{
	EXPECT_EQ(0, random_sequence_parse(&sequence,
					   "# why\n\nmemory shmem\ncheck\n"));
	EXPECT_EQ(1, sequence.nr);
	EXPECT_EQ(3, sequence.memory);
	EXPECT_EQ(0, random_sequence_parse(&sequence, "memory anon\ncheck"));
	EXPECT_EQ(0, random_sequence_parse(&sequence, "memory anon;check;check"));
	EXPECT_EQ(2, sequence.nr);
	EXPECT_EQ(0, random_sequence_parse(&sequence,
					   "# that; and that\nmemory anon\n"));
	EXPECT_EQ(1, random_sequence_parse(&sequence, "check\nmemory anon\n"));
	EXPECT_EQ(2, random_sequence_parse(&sequence, "memory anon\nnothing\n"));
	EXPECT_EQ(1, random_sequence_parse(&sequence, "memory core\n"));
	EXPECT_EQ(2, random_sequence_parse(&sequence, "# nothing\n"));
}

/* The same seed draws the same steps, another one other steps. */
TEST(a_seed_fixes_all_steps)
{
	random_draw(&sequence, 7, 1, 300);
	random_draw(&other, 7, 1, 300);
	EXPECT_EQ(0, memcmp(sequence.step, other.step, 300 * sizeof(other.step[0])));
	random_draw(&other, 8, 1, 300);
	EXPECT_NE(0, memcmp(sequence.step, other.step, 300 * sizeof(other.step[0])));
}

/* --- shrinking --- */

struct culprits {
	uint32_t kind[3];
	unsigned int nr;
	uint32_t least;		/* of the last one's first argument */
	unsigned int calls;
};

/* The kinds have to come in that order. */
static bool has_culprits(const struct random_sequence *s, void *arg)
{
	struct culprits *c = arg;
	unsigned int found = 0;
	size_t i;

	c->calls++;
	for (i = 0; i < s->nr && found < c->nr; i++) {
		if (s->step[i].kind == c->kind[found] &&
		    (found < c->nr - 1 || s->step[i].arg[0] >= c->least))
			found++;
	}
	return found == c->nr;
}

/* Of a failing sequence the steps that the failure needs stay, and no other. */
TEST(shrinking_leaves_what_is_needed)
{
	struct culprits c = {
		.kind = { STEP_SLOT, STEP_OP, STEP_L0_STORE }, .nr = 3, .least = 600,
	};
	uint64_t seed;
	int found = 0;

	for (seed = 0; seed < 20; seed++) {
		random_draw(&sequence, seed, 0, 500);
		if (!has_culprits(&sequence, &c))
			continue;
		found++;
		random_shrink(&sequence, has_culprits, &c, 100000);
		ASSERT_EQ(3, sequence.nr);
		EXPECT_EQ(STEP_SLOT, sequence.step[0].kind);
		EXPECT_EQ(STEP_OP, sequence.step[1].kind);
		EXPECT_EQ(STEP_L0_STORE, sequence.step[2].kind);
		EXPECT_EQ(0, sequence.step[1].arg[ARG_OP_PAGE]);
		EXPECT_EQ(0, sequence.step[2].arg[ARG_FAR_VALUE]);
		EXPECT_GE(sequence.step[2].arg[0], 600);
		EXPECT_LT(sequence.step[2].arg[0], 1200);
	}
	EXPECT_GT(found, 10);
}

/* Of bits=rwxRC only W and C are needed. */
static bool needs_two_bits(const struct random_sequence *s, void *arg)
{
	return s->nr && s->step[0].kind == STEP_PROTECT &&
	       (s->step[0].arg[ARG_BITS] & 18) == 18;
}

/* Bits that the failure does not need are cleared. */
TEST(shrinking_clears_bits)
{
	sequence.nr = 1;
	sequence.step[0] = step_of("protect l2=0 window=1 slot=3 bits=rwxRC by=page");
	random_shrink(&sequence, needs_two_bits, NULL, 1000);
	EXPECT_EQ(18, sequence.step[0].arg[ARG_BITS]);
}

/* Shrinking ends after the given number of tries, with a sequence that fails. */
TEST(shrinking_ends_after_so_many_tries)
{
	struct culprits c = { .kind = { STEP_STORE }, .nr = 1 };

	random_draw(&sequence, 3, 0, 500);
	ASSERT_TRUE(has_culprits(&sequence, &c));
	c.calls = 0;
	EXPECT_EQ(20, random_shrink(&sequence, has_culprits, &c, 20));
	EXPECT_EQ(20, c.calls);
	EXPECT_TRUE(has_culprits(&sequence, &c));
}

/* Two failures are the same if they come from one line, whatever their numbers. */
TEST(failures_are_the_same_at_one_check)
{
	struct random_outcome a = { .end = RANDOM_FAILED, .text = "a.c:12: finds 1" };
	struct random_outcome b = { .end = RANDOM_FAILED, .text = "a.c:12: finds 2" };

	EXPECT_TRUE(random_same_failure(&a, &b));
	b.end = RANDOM_ERROR;
	EXPECT_FALSE(random_same_failure(&a, &b));
	b = (struct random_outcome){ .end = RANDOM_FAILED, .text = "a.c:123: finds 1" };
	EXPECT_FALSE(random_same_failure(&a, &b));
}

static bool has_shared_address(const struct random_sequence *s)
{
	const uint32_t *a, *b;
	size_t i;

	for (i = 1; i < s->nr && s->step[i].kind == STEP_MAP; i++) {
		a = s->step[i - 1].arg;
		b = s->step[i].arg;
		if (a[ARG_L2] != b[ARG_L2] && a[ARG_WINDOW] == b[ARG_WINDOW] &&
		    a[ARG_SLOT] == b[ARG_SLOT] && a[ARG_PAGE] == b[ARG_PAGE])
			return true;
	}
	return false;
}

/* Many sequences begin with a page that two L2s have at the same address. */
TEST(two_l2s_share_an_address)
{
	unsigned int seed, nr = 0;

	for (seed = 1; seed <= 100; seed++) {
		random_draw(&sequence, seed, 0, 20);
		nr += has_shared_address(&sequence);
	}
	EXPECT_GT(nr, 50);
}

/* Those of tests/sequences are sequences, to their last line. */
TEST(kept_sequences_can_be_read)
{
	static struct random_sequence sequence;
	const struct random_kept *kept;

	for (kept = random_kept; kept->name; kept++) {
		EXPECT_EQ(0, random_sequence_parse(&sequence, kept->text))
			TH_LOG("%s", kept->name);
		EXPECT_NE(0, sequence.nr);
	}
}

/* --- the model --- */

static struct model m;

static void do_map(const char *line)
{
	struct random_step step = step_of(line);
	struct model_leaf leaf = model_new_leaf(&m, &step);

	if (leaf.present)
		model_set_leaf(&m, &step, leaf,
			       step.arg[step.kind == STEP_MAP ? ARG_MAP_BY :
					ARG_BITS_BY]);
}

static void do_unmap(const char *line)
{
	struct random_step step = step_of(line);

	model_set_leaf(&m, &step, (struct model_leaf){}, step.arg[ARG_BY]);
}

static struct model_expect expect(const char *line)
{
	struct random_step step = step_of(line);

	return model_expect(&m, &step);
}

#define PLACE	" l2=0 window=1 slot=3 "
#define LOAD	"load" PLACE "piece=5 word=2 width=8"
#define STORE	"store" PLACE "piece=5 word=2 width=8 value=77"
#define FETCH	"fetch" PLACE "piece=5"

/* What L1 maps is found at its address and its piece; what it unmaps faults to L1. */
TEST(what_l1_maps_is_found)
{
	model_init(&m, 0, 1, 1);
	EXPECT_EQ(0, expect(LOAD).ends);
	do_map("map" PLACE "page=40 bits=rwxRC by=page");
	/* 64K leaves: page 40 lies in the one that begins at 32. */
	EXPECT_EQ(MAY_PASS, expect(LOAD).ends);
	EXPECT_EQ(37, expect(LOAD).piece[0]);
	EXPECT_EQ(first_word(37, 2), expect(LOAD).value[0]);
	EXPECT_EQ(leaf_address(1, 3) + 5 * MODEL_PIECE + word_offset(2),
		  expect(LOAD).address);
	EXPECT_EQ(fill_code(0, 37), expect(FETCH).value[0]);
	do_unmap("unmap" PLACE "by=lpid");
	EXPECT_EQ(MAY_FAULT, expect(LOAD).ends);
	EXPECT_EQ(CAUSE_HOLE, expect(LOAD).cause);
}

/* A load or store of less than a word reads or changes those bytes alone. */
TEST(parts_of_words_are_loaded_and_stored)
{
	struct model_expect e;

	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=rwxRC by=page");
	/* The third byte of word 2. */
	e = expect("load" PLACE "piece=5 word=10 width=1");
	EXPECT_EQ(first_word(37, 2) >> 16 & 0xff, e.value[0]);
	EXPECT_EQ(leaf_address(1, 3) + 5 * MODEL_PIECE + word_offset(2) + 2,
		  e.address);
	e = expect("store" PLACE "piece=5 word=10 width=1 value=9");
	model_stored(&m, &e);
	EXPECT_EQ((first_word(37, 2) & ~0xff0000UL) |
		  (value_of(9) & 0xff) << 16, m.piece[37].word[2]);
}

/* A missing permission is the cause of a fault before a clear R or C bit. */
TEST(permissions_come_before_reference_and_change)
{
	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=r---- by=page");
	EXPECT_EQ(CAUSE_SET_RC, expect(LOAD).cause);
	EXPECT_EQ(MAY_FAULT, expect(STORE).ends);
	EXPECT_EQ(CAUSE_PERMISSION, expect(STORE).cause);
	EXPECT_EQ(CAUSE_PERMISSION, expect(FETCH).cause);
	do_map("protect" PLACE "bits=rw-R- by=page");
	EXPECT_EQ(MAY_PASS, expect(LOAD).ends);
	EXPECT_EQ(CAUSE_SET_RC, expect(STORE).cause);
}

/* After a change without an invalidation the old page and the new one are permitted. */
TEST(without_invalidation_old_or_new)
{
	struct random_step step = step_of("invalidate" PLACE "by=rpt_lpid");

	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=rwxRC by=page");
	do_map("protect" PLACE "bits=r--RC by=none");
	EXPECT_TRUE(model_owes(&m));
	EXPECT_EQ(MAY_PASS | MAY_FAULT, expect(STORE).ends);
	EXPECT_EQ(CAUSE_PERMISSION, expect(STORE).cause);
	EXPECT_EQ(MAY_PASS, expect(LOAD).ends);
	model_invalidate(&m, &step, BY_RPT_LPID);
	EXPECT_FALSE(model_owes(&m));
	EXPECT_EQ(MAY_FAULT, expect(STORE).ends);
}

static bool tlbie(const char *args)
{
	char line[96];
	struct random_step step;

	snprintf(line, sizeof(line), "tlbie" PLACE "%s", args);
	step = step_of(line);
	return model_tlbie(&m, &step);
}

static bool owes_after(const char *args)
{
	model_init(&m, 0, 1, 1);
	m.leaf_sizes |= 1UL << 21;
	do_map("map" PLACE "page=32 bits=rwxRC by=page");
	do_map("protect" PLACE "bits=r--RC by=none");
	tlbie(args);
	return model_owes(&m);
}

/* H_TLB_INVALIDATE: of its forms some are refused; a page takes what it holds. */
TEST(invalidations_of_any_form)
{
	/* form: IS + 4 * R + 8 * PRS + 16 * RIC */
	EXPECT_FALSE(owes_after("form=4 ap=5 rs=own"));
	EXPECT_FALSE(owes_after("form=4 ap=1 rs=with_pid"));
	EXPECT_TRUE(owes_after("form=4 ap=0 rs=own"));
	EXPECT_TRUE(owes_after("form=4 ap=5 rs=nobody"));
	EXPECT_FALSE(owes_after("form=6 ap=7 rs=own"));
	EXPECT_FALSE(owes_after("form=38 ap=7 rs=own"));
	EXPECT_TRUE(owes_after("form=22 ap=7 rs=own"));
	EXPECT_TRUE(owes_after("form=6 ap=7 rs=behind_table"));
	EXPECT_FALSE(owes_after("form=7 ap=7 rs=negative"));
	EXPECT_FALSE(tlbie("form=4 ap=2 rs=own"));	/* there are no leaves of 1G */
	EXPECT_FALSE(tlbie("form=4 ap=7 rs=own"));
	EXPECT_FALSE(tlbie("form=2 ap=5 rs=own"));
	EXPECT_FALSE(tlbie("form=14 ap=5 rs=own"));
	EXPECT_FALSE(tlbie("form=5 ap=5 rs=own"));
	EXPECT_FALSE(tlbie("form=54 ap=5 rs=own"));
	EXPECT_FALSE(tlbie("form=20 ap=5 rs=own"));
}

/* Known defect write-only-leaf-hangs: such a load is not drawn. */
TEST(loads_that_may_hang_are_left_out)
{
	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=-w-RC by=page");
	EXPECT_EQ(0, expect(LOAD).ends);
	EXPECT_EQ(MAY_PASS, expect(STORE).ends);
	EXPECT_EQ(MAY_FAULT, expect(FETCH).ends);
	do_map("protect" PLACE "bits=rw-RC by=none");
	EXPECT_EQ(0, expect(LOAD).ends);
}

/* The known defects that need an L1 which does not invalidate are not walked into. */
TEST(without_invalidation_no_other_page_and_no_more)
{
	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=r--RC by=page");
	do_map("map" PLACE "page=64 bits=r--RC by=none");
	do_map("protect" PLACE "bits=r-xRC by=none");
	EXPECT_FALSE(model_owes(&m));
	EXPECT_EQ(37, expect(LOAD).piece[0]);
	do_map("protect" PLACE "bits=rw-RC by=none");
	EXPECT_TRUE(model_owes(&m));
	EXPECT_EQ(MAY_PASS, expect(STORE).ends);
	do_map("map" PLACE "page=64 bits=r--RC by=page");
	EXPECT_EQ(69, expect(LOAD).piece[0]);
}

/* Each operation of L0 changes the memory of the model as its row of the table says. */
TEST(operations_of_l0)
{
	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=rwxRC by=page");
	model_op(&m, MODEL_ZEROS, 36, 2, 0, false);
	EXPECT_EQ(0, expect(LOAD).value[0]);
	EXPECT_EQ(MAY_BE_ILLEGAL, expect(FETCH).ends);
	model_op(&m, MODEL_NEW, 37, 1, 3, false);
	EXPECT_EQ(fill_word(3, 37, 2), expect(LOAD).value[0]);
	model_op(&m, MODEL_READ_ONLY, 30, 10, 0, false);
	EXPECT_EQ(MAY_PASS, expect(LOAD).ends);
	EXPECT_EQ(MAY_FIND_NONE, expect(STORE).ends);
	EXPECT_FALSE(model_is_free(&m, 0, 31));
	model_undo(&m, model_nth_act(&m, 5));
	EXPECT_EQ(-1, model_nth_act(&m, 0));
	EXPECT_EQ(MAY_PASS, expect(STORE).ends);
	model_op(&m, MODEL_NO_MEMORY, 37, 1, 0, true);
	EXPECT_EQ(MAY_FIND_NONE, expect(LOAD).ends);
	model_undo(&m, 0);
	EXPECT_EQ(0, expect(LOAD).value[0]);
}

/* The dirty log needs each page that a guest stored to since it was read. */
TEST(the_log_has_what_guests_store)
{
	struct model_expect e;

	model_init(&m, 0, 16, 16);
	do_map("map" PLACE "page=32 bits=rwxRC by=page");
	e = expect(STORE);
	model_stored(&m, &e);
	EXPECT_EQ(LOG_MUST_NOT, model_log_of(&m, 37));
	m.part[0].logged = true;
	model_store_far(&m, 37, 0, 1, false);
	EXPECT_EQ(LOG_MUST_NOT, model_log_of(&m, 37));
	model_stored(&m, &e);
	EXPECT_EQ(LOG_NEEDS, model_log_of(&m, 32));
	EXPECT_EQ(LOG_NEEDS, model_log_of(&m, 44));
	EXPECT_EQ(LOG_MUST_NOT, model_log_of(&m, 48));
	model_log_read(&m, 0);
	EXPECT_EQ(LOG_MUST_NOT, model_log_of(&m, 37));
}

static enum model_log log_after(const char *line)
{
	struct model_expect e = expect(line);

	model_accessed(&m, &e);
	return model_log_of(&m, 37);
}

/* It may have a page that a load makes L0 map, also where L1 has R clear; no other. */
TEST(the_log_may_have_what_guests_load)
{
	model_init(&m, 0, 1, 1);
	m.part[0].logged = true;
	do_map("map" PLACE "page=32 bits=--x-- by=page");
	EXPECT_EQ(LOG_MUST_NOT, log_after(LOAD));
	do_map("protect" PLACE "bits=rw--- by=page");
	EXPECT_EQ(LOG_MAY_HAVE, log_after(LOAD));
	EXPECT_EQ(LOG_MUST_NOT, model_log_of(&m, 36));
	model_log_read(&m, 0);
	do_map("protect" PLACE "bits=rw-R- by=page");
	EXPECT_EQ(LOG_MUST_NOT, log_after(LOAD));
	EXPECT_EQ(LOG_MAY_HAVE, log_after(STORE));
	model_log_read(&m, 0);
	model_op(&m, MODEL_NEW, 37, 1, 3, false);
	EXPECT_EQ(LOG_MUST_NOT, model_log_of(&m, 37));
	EXPECT_EQ(LOG_MAY_HAVE, log_after(LOAD));
}

/* A place whose memslot went or moved is left alone: an access would be MMIO. */
TEST(no_memslot_no_access)
{
	model_init(&m, 0, 1, 1);
	do_map("map" PLACE "page=32 bits=rwxRC by=page");
	m.part[0].moved = true;
	EXPECT_EQ(0, expect(LOAD).ends);
	m.part[0].moved = false;
	EXPECT_EQ(MAY_PASS, expect(LOAD).ends);
	m.part[0].present = false;
	EXPECT_EQ(0, expect(LOAD).ends);
	do_unmap("unmap" PLACE "by=none");
	EXPECT_EQ(MAY_FAULT, expect(LOAD).ends);
}

TEST_HARNESS_MAIN
