#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The runner outside of an emulated machine: what it passes in, how it evaluates the
# machine's output, and a machine that dies.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two pass
EOT
fake_program second <<-EOT
	one skip no node
	two fail why
EOT
fake_machine
mkdir -p "$tmp/vmlinux-folder" "$tmp/cache/kernels/sid"
echo 7.2.0-fake >"$tmp/cache/kernels/sid/release"

handed()	{ grep -Fq -e "$1" "$tmp/root/arguments"; }

printf 'net:x\nsecond:global.two\n' >"$tmp/tree/list"
run --emulate -S ./list -S kvm-hv-nested:first
check "what is skipped is skipped inside" handed "--skip second:global.two --skip first"
check "and nothing else runs" mentions "pass:0 fail:0 error:0 skip:1"

run --emulate --results "$tmp/results"
check "the status comes from inside" exits 1
check "the stream comes from inside" says "not ok 2 selftests: kvm-hv-nested: second"
check "the closing lines come once" is_same "$(grep -c '^# Totals: ' "$tmp/out")" 1
check "the repeat command is the one for outside" says \
	"#   ./run_kselftest.sh --emulate -t second:global.two"
check "the stream is kept once" cmp -s "$tmp/out" "$tmp/results/run.ktap"
check "summary: place" grep -q '"place": "emulate"' "$tmp/results/summary.json"
check "summary: kernel of the machine" grep -q '6.12.0-fake' "$tmp/results/summary.json"

run --emulate -t first:global.one -t second -o 9 --fail-fast --nodes 2 \
	--cpus 4 --memory 6G --machine powernv10 --kernel sid
check "machine options go to the machine" handed \
	"--nodes 2 --cpus 4 --memory 6G --machine powernv10 --kernel sid"
check "test options go inside" handed \
	"-- --inside -t first:global.one -t second -o 9 --fail-fast"
check "a repeat command keeps them" mentions \
	"--emulate -o 9 --nodes 2 --cpus 4 --memory 6G --machine powernv10 --kernel sid -t"

run --emulate -t second --append "slub_debug=FZ;FZPU,kmalloc-16" --append quiet
check "--append: the words go to the machine" handed \
	"--append slub_debug=FZ;FZPU,kmalloc-16 --append quiet"
check "--append: a repeat command keeps them, quoted" mentions \
	"--emulate --append 'slub_debug=FZ;FZPU,kmalloc-16' --append quiet -t"

KVM_HV_NESTED_SEED=7 run --emulate -t second --stress 60
check "seed and duration go inside" handed \
	"-- --inside -t second --seed 7 --stress 60"
check "a repeat command keeps them, the environment's too" mentions \
	"--seed 7 --emulate --stress 60 -t"

KVM_HV_NESTED_SEED=7 run --emulate -t second --random 60
check "--random goes inside" handed "-- --inside -t second --seed 7 --random 60"
check "a repeat command has it" mentions "--seed 7 --emulate --random 60 -t"

KVM_HV_NESTED_ALL_CELLS=1 run --emulate -t second --all-cells
check "--all-cells goes inside" handed "-- --inside -t second --all-cells"
check "a repeat command has it once" mentions " --all-cells --emulate -t"

KVM_HV_NESTED_STRICT=1 run --emulate -t second --strict
check "--strict goes inside" handed "-- --inside -t second --strict"
check "a repeat command has --strict once" mentions " --strict --emulate -t"

KVM_HV_NESTED_WITHOUT=tlbie run --emulate -t second --without tlbie
check "--without goes inside" handed "-- --inside -t second --without tlbie"
check "a repeat command has --without once" mentions " --without tlbie --emulate -t"
check "--without what cannot be left out" refuses 2 "--without wants tlbie, not 'data'" \
	--emulate --without data

run --emulate -t second --icount
check "--icount goes to the machine" handed " --icount "
check "--icount goes inside" handed "-- --inside --icount -t second"
check "a repeat command has --icount once" mentions "--emulate --icount -t"

run --emulate -t first
check "pass: status 0" exits 0
check "nothing left" nothing_left

run --emulate --dry-run
check "--dry-run shows the machine's command" mentions "qemu-system-ppc64"
check "--dry-run: status 0" exits 0
check "--dry-run shows the programs" mentions \
	"cd /kvm-hv-nested && timeout 30 ./second"
run --emulate --dry-run -t first:global.two -o 7
check "--dry-run shows the cases" mentions \
	"cd /kvm-hv-nested && timeout 7 ./first -r global.two"
run --emulate --dry-run --machines 2
check "--dry-run of two machines shows both" is_same \
	"$(sed -n 's/^qemu-system-ppc64.*--inside \(--[a-z]*\)$/\1/p' "$tmp/out")" "--first
--second"

check "unknown kernel" refuses 2 "no kernel 'none'" --emulate --kernel none
run --emulate -t first --kernel "$tmp/vmlinux-folder"
check "a folder as kernel" handed "--kernel $tmp/vmlinux-folder"

make_module good.ko kvm_hv 6.12.0-fake
check "--module of another kernel" refuses 2 "this is 7.2.0-fake" \
	--emulate --kernel sid --module "$tmp/good.ko"
check "--module that is no module" refuses 2 "is no ppc64le kernel module" \
	--emulate --module "$tmp/tree/settings"

export FAKE_END=oops
run --emulate --results "$tmp/results"
check "an oops: status 1" exits 1
check "an oops: names the program" says \
	"not ok 1 selftests: kvm-hv-nested: first"
check "an oops: why" says \
	"# reason: the machine died: oops Oops: Kernel access of bad area"
check "an oops: the case has a result" says "# not ok 2 global.two"
check "an oops: names the case with its repeat command" says \
	"#   ./run_kselftest.sh --emulate -t first:global.two"
check "an oops: what passed before counts" mentions "pass:1 fail:1"
check "an oops: tells what did not run" says "# second: not run"

FAKE_END=cut-short
run --emulate
check "a stream cut short: status 1" exits 1
check "a stream cut short: names the case" mentions "first:global.two: fail"

FAKE_END=no-boot
check "a machine that does not boot: status 2" is_same \
	"$(run --emulate; echo "$code")" 2

FAKE_END=hang
rm -rf "$tmp/results"
start_run --emulate --results "$tmp/results"
soon mentions "RUN           global.two"
kill -s TERM "$runner"
wait "$runner"
check "interrupted: status 143" is_same $? 143
check "interrupted: the machine is told to end" is_same \
	"$(cat "$tmp/root/machine")" ended
check "interrupted: one line" is_same "$(wc -l <"$tmp/err")" 1
check "interrupted: nothing left" nothing_left
check "interrupted: the summary has the status" grep -Fq '"status": 143,' \
	"$tmp/results/summary.json"
check "interrupted: the summary has what passed" grep -Fq \
	'"totals": {"pass": 1, "fail": 0,' "$tmp/results/summary.json"

finish
