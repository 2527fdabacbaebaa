#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The measurement's part inside the machine. It stands where the machine expects
# the runner, which is beside it: run.sh. Functions to trace are in `functions`.
# What was entered goes to the results folder: `entered`, lines of CASE FUNCTION;
# `traceable`, functions that are there to be traced.

trace=/sys/kernel/tracing/instances/coverage
mkdir "$trace" || exit 2
echo 49152 >"$trace/buffer_size_kb"
echo global >"$trace/trace_clock"

# The compiler may have put a suffix to a name.
awk 'NR == FNR { wanted[$1]; next }
	{ name = $1; sub(/\..*/, "", name) }
	$2 == "[kvm_hv]" && name in wanted { print $1 }' \
	functions /sys/kernel/tracing/available_filter_functions \
	>/results/traceable
cat /results/traceable >"$trace/set_ftrace_filter" || exit 2
echo function >"$trace/current_tracer" || exit 2
# Most calls are repeated ones.
echo 1 2>/dev/null >"$trace/options/func-no-repeats"

awk '/\[LOST .* EVENTS\]/ { print "lost", "events" }
	/tracing_mark_write: coverage ends/ { exit }
	/tracing_mark_write: case / { running = $NF; next }
	/<-/ {
		name = $0
		sub(/ *<-.*/, "", name)
		sub(/.* /, "", name)
		sub(/\..*/, "", name)
		if (running != "" && !((running, name) in seen)) {
			seen[running, name]
			print running, name
		}
	}' "$trace/trace_pipe" >/results/entered &
reader=$!
KVM_HV_NESTED_TRACE_MARKER=$trace/trace_marker
export KVM_HV_NESTED_TRACE_MARKER
./run.sh "$@"
status=$?
echo coverage ends >"$trace/trace_marker"
wait $reader
exit $status
