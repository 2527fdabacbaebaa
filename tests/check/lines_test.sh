#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# make coverage-kernel without a machine: from gcov's JSON to the page.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"

coverage=$TOP/docs/coverage

command -v python3 >/dev/null || {
	skip "lines and branches of kvm-hv" "python3 is missing: install python3"
	finish
}

# Function one has lines 11, 12 and 14, with counts $1, $2, $3; the branches of line 12
# have $4 and $5. Of function two only line 25 is reached. $6: branches in a header.
sample()
{
	cat <<-EOT
	{"files": [{"file": "/there/a.c", "functions": [
		{"name": "one", "start_line": 10, "end_line": 15},
		{"name": "two", "start_line": 20, "end_line": 29}], "lines": [
		{"line_number": 11, "count": $1, "branches": []},
		{"line_number": 12, "count": $2, "branches": [{"count": $4}, {"count": $5}]},
		{"line_number": 14, "count": $3, "branches": []},
		{"line_number": 21, "count": 0, "branches": []},
		{"line_number": 23, "count": 0, "branches": [{"count": 0}, {"count": 0}]},
		{"line_number": 25, "count": 1, "branches": []}]},
	{"file": "/there/a.h", "functions": [], "lines": [
		{"line_number": 1, "count": 1, "branches": [$6]}]}]}
	EOT
}

# Count the two samples; stdin: the scope
count_lines()
{
	cat >"$tmp/scope"
	python3 -B "$coverage/lines_count.py" "$tmp/scope" "$tmp" "a kernel" \
		"$tmp/1.json" "$tmp/2.json" >"$tmp/out" 2>"$tmp/err"
	cp "$tmp/out" "$tmp/lines.tsv"
}

# Make the page; stdin: the reasons, with | for tabs
render_lines()
{
	tr '|' '\t' >"$tmp/reasons"
	python3 -B "$coverage/lines_render.py" "$tmp/lines.tsv" "$tmp/reasons" \
		"$coverage/lines-text.md" >"$tmp/out" 2>"$tmp/err"
}

# The rows of what was measured, with blanks for tabs
measured()	{ sed 's/	/ /g; /^#/d' "$tmp/lines.tsv"; }

sample 1 1 0 1 0 >"$tmp/1.json"
sample 1 0 0 0 0 '{"count": 1}' >"$tmp/2.json"
printf 'a.c\t*\n' | count_lines
check "what one of the runs reaches is reached" is_same "$(measured)" "measured a kernel
function a.c one 10 3 2 2 1
branch 2 2 2
line 4 0
function a.c two 20 3 1 2 0
line 1 0
line 3 2"

sample 1 1 0 0 1 >"$tmp/2.json"
printf 'a.c\t*\n' | count_lines
check "the other run takes the other branch" is_same "$(measured | grep -c '^branch')" 0
cp "$tmp/1.json" "$tmp/2.json"

printf 'a.c\tone\na.c\tthree\n' | count_lines
check "a function that this kernel lacks is left out" is_same \
	"$(measured | grep -c '^function')" 1

printf 'b.c\t*\n' | count_lines
check "a file that was not counted: one line" one_line
check "a file that was not counted: the line names it" complains "b.c was not counted"

{ yes '' | sed 20q; printf '\tcase H_FIRST:\n\n\tcase H_SECOND:\n'; } >"$tmp/a.c"
printf 'a.c\ttwo\tH_FIRST\tH_SECOND\n' | count_lines
check "a part of a function" is_same "$(measured | tail -n 2)" \
	"function a.c two 20 1 0 0 0
line 1 0"
printf 'a.c\ttwo\tH_FIRST\tH_NONE\n' | count_lines
check "a part that is not there: the line names it" complains \
	"has no part from H_FIRST to H_NONE"

printf 'a.c\t*\n' | count_lines
render_lines <<EOT
one|4|hash|for a hash guest
two|1-2|load|at load
EOT
check "a reason is in the page" mentions "| \`one\` | 14 | hash | for a hash guest |"
check "what has none is there too" mentions "| \`one\` | 12, branch 2 of 2 | none |"
check "what has none is named" complains "no reason in reasons-lines.tsv: one 2.2 (line 12"
check "what has none does not count as excused" mentions \
	"| \`a.c\` | 3 of 6, 50.0% | 1 of 4, 25.0% | 3 of 4, 75.0% | 1 of 4, 25.0% |"

render_lines <<EOT
one|2.2|race|at once
one|4|hash|hash
two|*|build|64K
EOT
check "all has a reason" is_quiet
check "the places of one reason" mentions "| \`two\` | 21; 23 | build | 64K |"
check "the reason of a line is that of its branches" mentions \
	"| \`a.c\` | 3 of 6, 50.0% | 1 of 4, 25.0% | 3 of 3, 100.0% | 1 of 1, 100.0% |"

render_lines <<EOT
one|1|hash|hash
one|2.2|race|at once
one|3|race|race
one|4|hash|hash
two|1 3|build|64K
EOT
check "a reason that nothing needs is named, unless it is one by chance" is_same \
	"$(cat "$tmp/err")" "reasons-lines.tsv: reached, needs no reason: one 1"

render_lines <<EOT
one|4|hash
EOT
check "a row that lacks a column: one line" one_line
check "a row that lacks a column: the line says so" complains \
	"not function, lines, kind, reason: one"

# What machine/coverage/ writes is what gcov reads. Stand-ins for the kernel's headers make
# a program of it that runs without a kernel.
headers()
{
	mkdir "$tmp/linux"
	cat >"$tmp/linux/types.h" <<-EOT
		#include <stdint.h>
		typedef uint32_t u32;
		typedef int64_t s64;
		#define __used __attribute__((used))
		#define __section(name) __attribute__((section(name)))
	EOT
	cat >"$tmp/linux/seq_file.h" <<-EOT
		#include <stdio.h>
		struct seq_file { void *private; FILE *to; };
		struct operations { int (*show)(struct seq_file *file, void *unused); };
		#define seq_write(file, data, size) fwrite(data, 1, size, (file)->to)
		#define DEFINE_SHOW_ATTRIBUTE(name) \\
			static const struct operations name##_fops = { name##_show }
	EOT
	cat >"$tmp/linux/debugfs.h" <<-EOT
		struct dentry;
		struct operations;
		void debugfs_create_file(const char *name, int mode, struct dentry *folder,
					 void *object, const struct operations *ops);
		#define debugfs_create_dir(name, folder) NULL
		#define debugfs_remove(folder) (void)(folder)
	EOT
	cat >"$tmp/linux/string.h" <<-EOT
		#include <string.h>
		#define kbasename(path) (strrchr(path, '/') ? strrchr(path, '/') + 1 : path)
	EOT
	: >"$tmp/linux/kernel.h"
	echo 'int init_module(void); void cleanup_module(void);' >"$tmp/linux/module.h"
}

program()
{
	cat >"$tmp/counted.c" <<-EOT
		int puts(const char *text);
		int counted(int n)
		{
			if (n > 3)
				puts("large");
			return n == 2;
		}
	EOT
	cat >"$tmp/main.c" <<-EOT
		#include <stddef.h>
		#include <linux/debugfs.h>
		#include <linux/seq_file.h>
		#include "coverage_hook.h"
		int counted(int n);
		void debugfs_create_file(const char *name, int mode, struct dentry *folder,
					 void *object, const struct operations *ops)
		{
			struct seq_file file = { object, fopen(name, "w") };
			ops->show(&file, NULL);
			fclose(file.to);
		}
		static int init(void) { return 0; }
		static void leave(void) { }
		module_init(init);
		module_exit(leave);
		int main(void) { counted(3); counted(1); return init_module(); }
	EOT
}

count_program()
{
	runtime=$TOP/machine/coverage
	cd "$tmp" || return
	counting=
	eval "$(grep '^counting=' "$TOP/machine/build-module.sh")"
	# shellcheck disable=SC2086 # words
	"$gcc" -O2 $counting -c counted.c &&
		"$gcc" -O2 -I. -I"$runtime" -c main.c "$runtime"/coverage_*.c &&
		"$gcc" -static -o program coverage_first.o counted.o main.o \
			coverage_export.o coverage_last.o || return
	"$qemu" ./program
	"$gcov" --json-format --branch-probabilities --stdout counted.gcda >counted.json
}

cache=${KVM_HV_NESTED_CACHE:-$TOP/.cache}
gcc=$cache/bin/powerpc64le-linux-gnu-gcc qemu=$cache/bin/qemu-ppc64le
gcov=$cache/tools/usr/bin/powerpc64le-linux-gnu-gcov
[ -x "$gcov" ] || gcov=$(command -v powerpc64le-linux-gnu-gcov)
if [ -x "$gcc" ] && [ -x "$qemu" ] && [ -n "$gcov" ]; then
	headers
	program
	(count_program) >"$tmp/out" 2>"$tmp/err"
	check "gcov reads the counters of an object" is_quiet
	printf 'counted.c\t*\n' >"$tmp/scope"
	python3 -B "$coverage/lines_count.py" "$tmp/scope" "$tmp" "a program" \
		"$tmp/counted.json" >"$tmp/lines.tsv" 2>"$tmp/err"
	check "the counters are those of what ran" is_same "$(measured)" "measured a program
function counted.c counted 2 4 3 2 1
branch 2 1 2
line 3 0"
else
	skip "the counters of an object" "no compiler for ppc64le: run machine/setup.sh all"
fi

if [ -e "$coverage/lines.tsv" ]; then
	python3 -B "$coverage/lines_render.py" "$coverage/lines.tsv" "$coverage/reasons-lines.tsv" \
		"$coverage/lines-text.md" >"$tmp/out" 2>"$tmp/err"
	check "no line that is reached has a reason" is_same \
		"$(grep 'needs no reason' "$tmp/err")" ""
	check "docs/coverage/lines.md is up to date (make coverage-kernel KEEP=1)" \
		cmp -s "$tmp/out" "$coverage/lines.md"
else
	skip "docs/coverage/lines.md" "nothing was measured yet: run make coverage-kernel"
fi

finish
