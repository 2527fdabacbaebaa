#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make matrix`: the suite on several kernels, machines and TLBs, one after the other,
# and one page and one JSON file of all results.
#
#   KERNELS	names of machine/kernels.table or folders; default: all of the table
#   MACHINES	default: powernv9 powernv10
#   TLB		default: stock strict
#   ARGS	options for each run, such as "-t nested_map_test"
#   OUTPUT	results go to OUTPUT/matrix, default build/matrix
#
# A run that is done already, with the same sources, kernel and ARGS, is not repeated.
# Exit status: 0 all passed, 1 something failed, 2 a run could not be made.

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=${machine%/*}
# shellcheck source=lib/runner/shape.sh
. "$top/lib/runner/shape.sh"

stop()
{
	echo "matrix.sh: $*" >&2
	exit 2
}

# The state of the sources.
version()
{
	cd "$top" && git rev-parse HEAD 2>/dev/null || return 0
	git diff HEAD | cksum
}

# A file that identifies a kernel's version, if it exists.  $1: name or folder
kernel_version()
{
	cache=${KVM_HV_NESTED_CACHE:-$top/.cache}
	if [ -d "$1" ]; then
		find "$1" -name vmlinux -o -name kvm-hv.ko | sort | xargs ls -l
	else
		cat "$cache/kernels/$1/version"
	fi 2>/dev/null
}

# Wrong words would be wrong in each run.
check_words()
{
	table=$(kernel_names "$top")
	for kernel in $KERNELS; do
		case " $table " in *" $kernel "*) continue ;; esac
		[ -d "$kernel" ] ||
			stop "KERNELS: no kernel '$kernel': it takes folders, and of $table"
	done
	for model in $MACHINES; do
		wants=$(machine_wants --machine "$model")
		[ -z "$wants" ] || stop "MACHINES takes $wants, not '$model'"
	done
	for tlb in $TLB; do
		wants=$(machine_wants --tlb "$tlb")
		[ -z "$wants" ] || stop "TLB takes $wants, not '$tlb'"
	done
	# shellcheck disable=SC2086 # words
	sh "$top/run_kselftest.sh" --emulate --dry-run $ARGS >/dev/null || exit
}

# One run.  Sets `code`.
run_cell()
{
	cell=$to/$(echo "$kernel" | tr / _).$model.$tlb
	mkdir -p "$cell" || stop "cannot write to $to"
	stamp="$sources $ARGS $(kernel_version "$kernel" | cksum)"
	if [ "$(sed 1d "$cell/done" 2>/dev/null)" = "$stamp" ]; then
		code=$(sed q "$cell/done")
		echo "# $kernel $model $tlb: done before, status $code"
		return
	fi
	rm -f "$cell/done"
	echo "# $kernel $model $tlb"
	# shellcheck disable=SC2086 # words
	sh "$top/run_kselftest.sh" --emulate --kernel "$kernel" --machine "$model" \
		--tlb "$tlb" --results "$cell" -s $ARGS </dev/null
	code=$?
	case "$code" in
	0 | 1)
		# If the kernel was fetched, its version is known only now.
		stamp="$sources $ARGS $(kernel_version "$kernel" | cksum)"
		printf '%s\n%s\n' "$code" "$stamp" >"$cell/done" ;;
	2 | 4)	echo "# $kernel $model $tlb: no result, status $code" ;;
	*)	exit "$code" ;;
	esac
	render
}

# Write the page also for a part of the runs.
render()
{
	python3 -B "$machine/matrix.py" "$to" || stop "cannot write to $to"
}

command -v python3 >/dev/null || stop "python3 is missing: install python3"
: "${KERNELS:=$(kernel_names "$top")}"
: "${MACHINES:=powernv9 powernv10}" "${TLB:=stock strict}" "${ARGS:=}"
check_words
to=${OUTPUT:-$top/build}/matrix
sources=$(version)
mkdir -p "$to" 2>/dev/null || stop "cannot write to $to"
to=$(CDPATH='' cd -- "$to" && pwd) || exit 2
started=$(date +%s)
worst=0
for kernel in $KERNELS; do
	for model in $MACHINES; do
		for tlb in $TLB; do
			run_cell
			case "$code" in 2 | 4) code=2 ;; esac
			[ "$code" -le "$worst" ] || worst=$code
		done
	done
done
render
echo "# $(($(date +%s) - started)) s; $to/matrix.html, $to/matrix.json"
exit "$worst"
