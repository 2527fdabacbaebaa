#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015
#
# make coverage-kernel: builds a kvm-hv that counts lines and branches, runs the suite on
# it, the programs of strict_programs with --tlb strict too, and writes lines.tsv and
# lines.md beside this script. Arguments are for the run, and there is no second one then:
# both files go to $OUTPUT/coverage-kernel only, where the run's results are. With
# KEEP=1 lines.md is written from what was measured last.
# Exit status: 0 measured, 1 a case failed meanwhile, 2 not measured.

coverage=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${coverage%/docs/coverage}/machine
# shellcheck source=/dev/null
. "$machine/common.sh"
# shellcheck source=/dev/null
. "$machine/kbuild.sh"
# shellcheck source=/dev/null
. "$machine/tools.sh"
# shellcheck source=/dev/null
. "$machine/compiler.sh"

kernel=backports

# They need what stock QEMU lacks: quadrants 1 and 2, HFSCR, LPCR[MER].
strict_programs='nested_fault_test nested_hcall_test nested_interrupt_test nested_slot_test
nested_state_test'

# render FROM TO: the page of what FROM/lines.tsv has.
render()
{
	python3 -B "$coverage/lines_render.py" "$1/lines.tsv" \
		"$coverage/reasons-lines.tsv" "$coverage/lines-text.md" >"$2/lines.new" &&
		mv "$2/lines.new" "$2/lines.md" || die "cannot write $2/lines.md"
}

# The gcov of the compiler that built the module.
gcov()
{
	wanted=$(compiler_wanted "$kernel")
	if [ -n "$wanted" ]; then
		compiler_run "$wanted" gcov "$@"
	else
		tool_run "$cross-gcov" "$@"
	fi
}

# run NAME OPTION...: a run whose results are in $out/NAME. Its status is in $status.
run()
{
	run_name=$1
	shift
	say "running the suite on it, results in $out/$run_name"
	KVM_HV_NESTED_CACHE=$CACHE sh "$top/run_kselftest.sh" --kernel $kernel \
		--module "$out/kvm-hv.ko" "$@" --results "$out/$run_name" >"$out/ktap"
	run_status=$?
	grep -E '^(not ok|# Totals)' "$out/ktap" >&2
	[ $run_status -le 1 ] || exit 2
	[ $run_status -eq 0 ] || status=1
	for died in "$out/$run_name"/machine-verdict*; do
		[ ! -e "$died" ] ||
			die "the machine died, and its counters with it: $(cat "$died")"
	done
	for folder in "$out/$run_name"/counters*; do
		[ -d "$folder" ] || die "the run left no counters: see $out/$run_name"
		count "$folder" "$run_name-${folder##*/}"
	done
	totals=$totals$(sed -n "s/^# Totals: /, $run_name: /p" "$out/ktap")
}

# count FOLDER NAME: one machine's counters as JSON, in a folder NAME. gcov wants the
# graphs beside them.
count()
{
	to=$out/counts/$2
	mkdir -p "$to" && cp "$1"/*.gcda "$out"/graphs/*.gcno "$to/" ||
		die "cannot write $to: is the disk full?"
	for data in "$to"/*.gcda; do
		(cd "$to" && gcov --json-format --branch-probabilities --stdout \
			"${data##*/}") >"${data%.gcda}.json" 2>"$out/log" &&
			[ ! -s "$out/log" ] ||
			die "gcov cannot read $data: $(reason "$out/log")"
	done
}

command -v python3 >/dev/null || die "python3 is missing: install python3"
if [ -n "$KEEP" ]; then
	render "$coverage" "$coverage"
	exit
fi
"$machine/setup.sh" all || exit
cache_open
out=${OUTPUT:-$top/build}/coverage-kernel
rm -rf "$out/counts"
mkdir -p "$out" || die "cannot write $out"
say "building a kvm-hv with counters, $out/kvm-hv.ko"
sh "$machine/build-module.sh" --kernel $kernel --coverage "$out/graphs" \
	"$out/kvm-hv.ko" || exit
status=0
totals=
run suite "$@"
if [ $# -eq 0 ]; then
	for program in $strict_programs; do
		set -- "$@" -t "$program"
	done
	run strict --tlb strict "$@"
	set --
fi
label="Linux $(cat "$CACHE/kernels/$kernel/release"), gcc $(
	PATH=$(compiler_path $kernel)$CACHE/bin:$PATH "$cross-gcc-plain" -dumpversion)$totals"
python3 -B "$coverage/lines_count.py" "$coverage/lines-scope.tsv" \
	"$CACHE/kbuild/$kernel/pristine/arch/powerpc/kvm" "$label" \
	"$out"/counts/*/*.json >"$out/lines.tsv" || exit 2
render "$out" "$out"
if [ $# -eq 0 ]; then
	cp "$out/lines.tsv" "$out/lines.md" "$coverage/" || die "cannot write $coverage"
	say "written: $coverage/lines.md"
else
	say "written: $out/lines.md"
fi
exit $status
