#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Right and wrong use of the command line.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two pass
	three fail why
EOT
fake_program second <<-EOT
	one pass
EOT

run --help
check "--help: status 0" exits 0
check "--help: tells the exit statuses" mentions "Exit status: 0 passed"

# One line, status 2, nothing left.
check "unknown option" refuses 2 "unknown option '--nonsense'" --nonsense
check "stray word" refuses 2 "unknown option 'first'" first
check "option without its value" refuses 2 "--results needs a value" --results
check "option with an empty value" refuses 2 "-t needs a value" -t ''
check "unknown program" refuses 2 "no test 'third'" -t third
check "unknown case" refuses 2 "no test 'first:global.four'" -t first:global.four
check "unknown program: the nearest is named" refuses 2 \
	"no test 'frist', nearest: first: --list" -t frist
check "unknown case: the nearest is named" refuses 2 \
	"no test 'second:global.noe', nearest: global.one: --list" -t second:global.noe
check "nothing near: none is named" refuses 2 "no test 'elephant': --list" -t elephant
check "part of a case's name" refuses 2 "no test 'first:global.on'" -t first:global.on
check "a test's name with a pattern" refuses 2 "no test 'first:.*'" -t 'first:.*'
check "timeout that is no number" refuses 2 "takes seconds" -o soon
check "seed that is no number" refuses 2 "takes a number" --seed x
check "duration that is no number" refuses 2 "takes seconds" --stress long
check "walk that is no number" refuses 2 "takes seconds" --random x
check "sequence that is no file" refuses 2 "no file '/proc/none'" --replay /proc/none
check "unknown machine" refuses 2 "powernv9 or powernv10" --emulate --machine powernv8
check "three nodes" refuses 2 "takes 1 or 2" --emulate --nodes 3
check "three machines" refuses 2 "takes 1 or 2" --emulate --machines 3
check "machines on the host" refuses 2 "for the emulated machine" --machines 2
check "no CPU" refuses 2 "takes a number" --emulate --cpus 0
check "memory without a size" refuses 2 "such as 4G" --emulate --memory much
check "too many CPUs" refuses 2 "from 1 to 16" --emulate --cpus 17
check "too little memory" refuses 2 "from 2G to 64G" --emulate --memory 1G
check "CPUs that the nodes cannot share" refuses 2 "cannot be shared evenly by 2 nodes" \
	--emulate --nodes 2 --cpus 3
check "threads that no core has" refuses 2 "takes 1, 2 or 4" --emulate --threads 3
check "half a core" refuses 2 "makes no whole cores of 4 threads" \
	--emulate --threads 4 --cpus 2
check "unknown TLB" refuses 2 "stock, strict or strict-pwc" --emulate --tlb none
check "both places" refuses 2 "exclude each other" --native --emulate
check "machine option on the host" refuses 2 "add --emulate" --cpus 2
check "a machine's time on the host" refuses 2 "add --emulate" --icount
check "kernel arguments on the host" refuses 2 "add --emulate" --append quiet
check "results in a place that cannot be" refuses 2 "cannot write to '/proc/none'" \
	--results /proc/none
check "emulation from an installed tree" refuses 2 "no emulated machine" --emulate

run -t second
check "-t: only this program" says "ok 1 selftests: kvm-hv-nested: second"
check "-t: the plan counts it alone" says "1..1"

run --test=kvm-hv-nested:second
check "-t as upstream writes it" exits 0

run -t first:global.one -t first:global.two
check "-t with cases: one process for both" says "# 1..2"
check "-t with cases: the others do not run" exits 0

run -t second -t first:global.one -t second
check "-t in any order: as listed, each once" says "ok 2 selftests: kvm-hv-nested: second"

run -t first:global.one -t first
check "a whole program swallows its cases" says "# 1..3"

run -o 7 -t second
check "-o: the timeout is told" says "# overriding timeout to 7"

run --stress 100 -t second
check "--stress: the timeout allows for it" mentions "# timeout set to 430"

run --random 100 -t second
check "--random: the timeout allows for it" mentions "# timeout set to 630"

run --all-cells -t second
check "--all-cells: the timeout allows for it" mentions "# timeout set to 600"

run -s
check "-s: one line per program" mentions "not ok 1 selftests: kvm-hv-nested: first"
check "-s: no nested lines" is_same "$(grep -c 'global.one$' "$tmp/out")" 0
check "-s: the rest is in output.log" grep -q '^# ok 1 global.one' "$tmp/tree/output.log"

run -d
check "-d: runs nothing" is_same "$(grep -c '^ok\|^not ok' "$tmp/out")" 0
check "-d: shows the commands" mentions "timeout 30 ./second"
check "-d: status 0" exits 0

run --fail-fast
check "--fail-fast: stops the program" says "# reason: stopped at the first failure"
check "--fail-fast: tells what did not run" says "# second: not run"
check "--fail-fast: status 1" exits 1

# What upstream's runner takes means the same here.
run -c kvm-hv-nested -t second
check "-c: all of the collection" says "1..2"
check "-c: another collection" refuses 2 "no collection 'kvm': there is one" -c kvm
run -S first
check "-S: all but this program" says "1..1"
check "-S: the other runs" says "ok 1 selftests: kvm-hv-nested: second"
run -S kvm-hv-nested:second --skip first:global.three
check "-S with a case: all but this one" says "# 1..2"
check "-S with a case: that would have failed" exits 0
check "-S: --list leaves it out too" is_same \
	"$(run -l -S first:global.three -S second; cat "$tmp/out")" "first:global.one
first:global.two"
check "-S: unknown program" refuses 2 "no test 'frist', nearest: first" -S frist
check "-S: unknown case" refuses 2 "no test 'first:global.four'" -S first:global.four
check "-S: all" refuses 4 "nothing is left to run" -S first -S second
check "-S: all cases of a program" is_same \
	"$(run -S second:global.one -l; grep -c second "$tmp/out")" 0
cat >"$tmp/tree/skip list" <<-EOT
	# what this lab leaves out
	kvm:some_test  of another collection

	net/forwarding:x*
	first:global.three
EOT
run -S "skip list"
check "-S with a file" exits 0
check "-S with a file: names of no test here are counted" complains \
	"# --skip skip list: 2 of its names are of no test here"
sed 's/$/\r/' "$tmp/tree/skip list" >"$tmp/tree/dos.list"
run -S dos.list
check "-S with a file, its lines ended as by DOS" exits 0
check "-S with a file: a repeat command has it" is_same \
	"$(run -S "skip list" --results "$tmp/results"
	grep -c '"options": "--skip .skip list.",' "$tmp/results/summary.json")" 1
echo kvm-hv-nested:frist >"$tmp/tree/list"
check "-S with a file: a test of ours that there is not" refuses 2 "no test 'frist'" -S list
check "-S with a file that lacks" refuses 2 "cannot read the list './none'" -S ./none
check "-S with a file that lacks, by its name alone" refuses 2 \
	"cannot read the list 'none.txt'" -S none.txt
run -p "$tmp/logs"
check "-p: one line per program" is_same "$(grep -c '^# ok' "$tmp/out")" 0
check "-p: the result lines" says "not ok 1 selftests: kvm-hv-nested: first"
check "-p: a program's lines in its file" grep -Fqx "# not ok 3 global.three" "$tmp/logs/first"
check "-p: no other's" is_same "$(grep -c '1\.\.1' "$tmp/logs/second")" 1
check "-p: no folder can be there" refuses 2 "give --per-test-log a folder" -p /proc/none
check "-p and -s" refuses 2 "exclude each other" -s -p "$tmp/logs"
run -f
check "-f: status 0, though a case fails" exits 0
check "-f: the failure is told" mentions "pass:3 fail:1"

# Words that a shell would take apart come back quoted.
mkdir "$tmp/my results"
run -t first --results "$tmp/my results" -o 9
check "repeat command keeps what matters" says "#   ./run_kselftest.sh -o 9 -t first:global.three"

# A name that nobody else has there.
fake_program kvm-hv-nested.check.$$ <<-EOT
	one pass
EOT
run -t kvm-hv-nested.check.$$ -p --seed 5
check "-p: without a folder, /tmp" [ -s /tmp/kvm-hv-nested.check.$$ ]
rm -f /tmp/kvm-hv-nested.check.$$

finish
