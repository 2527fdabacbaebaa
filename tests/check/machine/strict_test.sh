#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The programs that are about tlbie once more, in the emulated machine whose TLB keeps
# what nobody invalidated; and that it does keep it, by a known defect that only shows
# there in data.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "the strict TLB" "it is the emulated machine's"
	finish ;;
esac

set --
for program in nested_unmap_test nested_remap_test nested_invalidate_test \
	       nested_process_test nested_dirty_log_test nested_fault_test \
	       nested_running_test; do
	set -- "$@" -t $program
done
"$TOP/run_kselftest.sh" --tlb strict --results "$tmp/results" "$@" \
	>"$tmp/out" 2>"$tmp/err"
code=$?

# $1: a case, $2: its directive
case_is()	{ grep -Eqx "# ok [0-9]+ $1$2" "$tmp/out"; }
# $1: a case, $2: what one of its lines starts with
case_tells()	{ sed -n "/^# #  RUN  *$1 /,/^# ok [0-9]* $1/p" "$tmp/out" | grep -q "^# # $2"; }
# $1: a case, $2: by which known defect, $3: another line of the case
case_fails_by()
{
	case_is "$1" " # XFAIL" && case_tells "$1" "XFAIL: .*: $2: " && case_tells "$1" "$3"
}

check "strict: status 0" exits 0
check "strict: the host line tells" mentions " tlb=strict"
check "strict: a log of the TLB" [ -s "$tmp/results/tlb.log" ]
check "a leaf whose tlbie had a wrong address leads L2 to a page that has gone" \
	case_fails_by nested_resize.thp_2m_leaf_2m.large_leaf_over_live_small_ones \
	large-leaf-wrong-tlbie "L2 reads a page that L0 took away"
check "L2's stores are missing from the dirty log, after a tlbie with a wrong LPID" \
	case_fails_by nested_dirty_log.anon_leaf_64k.each_mapping_is_logged \
	nested-rc-wrong-lpid "XFAIL: .*: L2 stored at offset"
for level in l1 l2; do
	check "$level: the TLB keeps a leaf of its own that it has changed, until its tlbie" \
		case_tells nested_process.$level.tlbie_page \
		"before the invalidation the old leaf was in use"
done
check "MMIO of L2 works" case_is nested_fault.mmio_of_each_size ''

finish
