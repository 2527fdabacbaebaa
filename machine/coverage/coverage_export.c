// SPDX-License-Identifier: GPL-2.0
/*
 * Part of a kvm-hv with counters of lines and branches: gives each object's counters as
 * a file in debugfs, kvm-hv-coverage/OBJECT.gcda, as gcov reads it. The kernel itself
 * needs no support for gcov: -fprofile-info-section lists the objects in a section, so
 * that no constructor has to run.
 */
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "coverage_hook.h"
#include "coverage_info.h"

#define DATA_MAGIC 0x67636461 /* "gcda" */
#define TAG_FUNCTION 0x01000000
#define TAG_COUNTERS(kind) (0x01a10000 + ((kind) << 17))

/* Nothing is merged in the kernel. */
void __gcov_merge_add(s64 *values, u32 number)
{
}

static struct dentry *folder;

static void put(struct seq_file *file, u32 word)
{
	seq_write(file, &word, sizeof(word));
}

static void put_counters(struct seq_file *file, u32 kind, const struct counters *counters)
{
	put(file, TAG_COUNTERS(kind));
	put(file, counters->number * sizeof(*counters->values));
	seq_write(file, counters->values, counters->number * sizeof(*counters->values));
}

static void put_function(struct seq_file *file, const struct object_info *object,
			 const struct function_info *function)
{
	const struct counters *counters = function->counters;
	u32 kind;

	put(file, TAG_FUNCTION);
	put(file, 3 * sizeof(u32));
	put(file, function->ident);
	put(file, function->lines_checksum);
	put(file, function->graph_checksum);
	for (kind = 0; kind < COUNTER_KINDS; kind++) {
		if (object->merge[kind])
			put_counters(file, kind, counters++);
	}
}

static int coverage_show(struct seq_file *file, void *unused)
{
	const struct object_info *object = file->private;
	u32 i;

	put(file, DATA_MAGIC);
	put(file, object->version);
	put(file, object->stamp);
	put(file, object->checksum);
	for (i = 0; i < object->function_number; i++) {
		const struct function_info *function = object->functions[i];

		/* Another object may have the one copy of it. */
		if (function && function->object == object)
			put_function(file, object, function);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(coverage);

int init_module(void)
{
	const struct object_info *const *object;
	int error;

	folder = debugfs_create_dir("kvm-hv-coverage", NULL);
	for (object = coverage_first; object < coverage_last; object++)
		debugfs_create_file(kbasename((*object)->data_name), 0400, folder,
				    (void *)*object, &coverage_fops);
	error = coverage_init();
	if (error)
		debugfs_remove(folder);
	return error;
}

void cleanup_module(void)
{
	coverage_exit();
	debugfs_remove(folder);
}
