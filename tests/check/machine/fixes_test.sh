#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# docs/fixes on the kernel they were written for: one patch for each known defect of
# kvm-hv, all in one module; and with that module each case that is an expected
# failure without it is an unexpected pass.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a fixed kvm-hv" "modules are built for the emulated machine only"
	finish ;;
esac

fixes=$TOP/docs/fixes
build()
{
	sh "$TOP/machine/build-module.sh" "$@" >"$tmp/out" 2>"$tmp/err"
	code=$?
}

sed -n '/^## Suspicious/q; s/^## //p' "$TOP/docs/kernel-defects.md" |
	grep -v -e ' ' -e '^ftrace-restores-r13$' | sort >"$tmp/defects"
check "a patch for each defect of kvm-hv" is_same \
	"$(find "$fixes" -name '*.patch' | sed 's/.*\///; s/\.patch$//' | sort -u)" \
	"$(cat "$tmp/defects")"

build --fixes --patch "$fixes/flush-nested-unlocked.patch" "$tmp/twice.ko"
check "a patch that is there already is refused, not taken away" exits 2
check "the line says so" complains "flush-nested-unlocked.patch does not apply to backports"

build --sed 's/very fast/fast/:book3s_hv_p9_entry.c' "$tmp/none.ko"
check "a change that no module has is refused" exits 2
check "the line says why" complains "book3s_hv_p9_entry.c is built into the kernel"

build --patch "$fixes/flush-nested-unlocked.patch" --fixes "$tmp/fixed.ko"
check "with one of them there already all are built in" exits 0
check "that one is named" complains "backports has flush-nested-unlocked already"

# In the order they run. The first takes the host down without its fix, as do
# l2_at_the_start and tb_offset_that_is_no_whole_step: they run only by name.
cat >"$tmp/cases" <<'EOT'
nested_partition_test:nested_l2s.ended_by_tlbie_all
nested_slot_edge_test:nested_slot_edge.l2_at_the_start
nested_state_test:nested_state.tb_offset_that_is_no_whole_step
nested_state_test:nested_state.lpids_behind_the_largest_table
nested_state_test:nested_state.state_that_a_big_endian_l1_finds
nested_state_test:nested_state.pcr_that_a_big_endian_l1_finds
nested_slot_edge_test:nested_slot_edge.l2_behind_the_end
nested_slot_edge_test:nested_slot_edge.l1_before_the_start
nested_slot_edge_test:nested_slot_edge.l1_behind_the_end
nested_library_test:global.vcpus_enter_a_new_l2_at_once
nested_log_race_test:nested_log_race.anon_leaf_64k.later_stores_are_logged
nested_permission_test:nested_upgrade.anon_leaf_64k.execute
nested_permission_test:nested_upgrade.thp_2m_leaf_2m.read
nested_permission_test:nested_permission.anon_leaf_64k.write_only_over_a_read_only_page
nested_remap_test:nested_second_leaf.hugetlb_2m_leaf_64k.without_invalidation
nested_remap_test:nested_resize.thp_2m_leaf_2m.large_leaf_over_live_small_ones
nested_dirty_log_test:nested_dirty_log.anon_leaf_64k.reading_invalidates_the_shadow_leaf
nested_reclaim_test:nested_age_2m.thp_2m_leaf_2m.by_any_address
kvm_run_regs_test:global.page_fault_keeps_fp_and_vector_registers
EOT
set --
while read -r name; do
	set -- "$@" -t "$name"
done <"$tmp/cases"
# With SMT on: its CPUs are threads of one core.
"$TOP/run_kselftest.sh" --machines 1 --threads 2 --module "$tmp/fixed.ko" "$@" \
	-t nested_unmap_test:nested_unmap.hugetlb_2m_leaf_64k.munmap_3_mappings \
	--results "$tmp/results" >"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
while read -r name; do
	check "$name passes" mentions "# $name: xpass: "
done <"$tmp/cases"
check "none else, none red for another reason" mentions \
	"# Totals: pass:1 fail:0 error:0 skip:0 xfail:0 xpass:$(wc -l <"$tmp/cases")"

# Without, the first takes the machine down, as is known of this kernel.
name=$(sed q "$tmp/cases")
"$TOP/run_kselftest.sh" --machines 1 -t "$name" >"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
check "without its fix: an expected failure" mentions \
	"# # XFAIL: ended-l2-unlocked: the machine died: "
check "without its fix: status 0" exits 0

# The vendor's word that a defect of it is fixed makes it a failure.
echo "ended-l2-unlocked fixed for this test" >"$tmp/vendor"
"$TOP/run_kselftest.sh" --machines 1 --defects "$tmp/vendor" -t "$name" \
	>"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
check "--defects says fixed: it came back" mentions \
	"# # FAIL: ended-l2-unlocked came back: the machine died: "
check "--defects says fixed: status 1" exits 1

finish
