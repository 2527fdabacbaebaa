#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --repeat: several runs, and the results that differed.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two pass
	three skip 2 nodes wanted
EOT
fake_program second <<-EOT
	one pass
EOT

run --repeat 2 --results "$tmp/same"
check "the same: status 0" exits 0
check "the same: told" says "# 2 runs: the same each time"
check "the same: each run's results" is_same "$(cd "$tmp/same" && echo *)" \
	"repeat.tsv run-1 run-2"
check "the same: nothing left" nothing_left
check "the stream has both" is_same "$(grep -c '^KTAP version 1' "$tmp/out")" 2

# What an earlier --repeat left there.
mkdir "$tmp/same/run-3"
cp "$tmp/same/run-2/summary.json" "$tmp/same/run-2/run.ktap" "$tmp/same/run-3/"
cp -R "$tmp/same/run-3" "$tmp/same/run-4"
echo mine >"$tmp/same/run-4/notes"
run --repeat 1 --results "$tmp/same"
check "one run: told" says "# 1 run: the same each time"
check "runs of an earlier --repeat go, files of others stay" is_same \
	"$(cd "$tmp/same" && echo ./* run-4/*)" "./repeat.tsv ./run-1 ./run-4 run-4/notes"
run --repeat 2 -s
check "-s: output.log has the lines of all runs" is_same \
	"$(grep -c '^# ok 1 global.one' "$tmp/tree/output.log")" 4

# The second case fails in its second run, for another reason in its third.
cat >"$tmp/tree/first" <<EOT
#!/bin/sh
echo >>"$tmp/turns"
case \$(wc -l <"$tmp/turns") in
1)	verdict=pass ;;
2)	verdict="fail reads 0x\$\$, should read 5" ;;
3)	verdict="fail L1 got interrupt 0xe00" ;;
*)	verdict="fail reads 0x7\$\$, should read 5" ;;
esac
sed "s|^two .*|two \$verdict|" "$tmp/tree/first.cases" >"$tmp/turn.cases"
cp "$CHECK/fake_harness.sh" "$tmp/turn"
exec sh "$tmp/turn" "\$@"
EOT
run --repeat 4 -t first --results "$tmp/other runs" --seed 3
check "others: status 1" exits 1
check "others: one, its program not once more" says "# 4 runs: 1 not the same each time"
check "others: run 1" says "#     run 1: pass"
check "others: what differs in numbers alone is the same" grep -q \
	'^#     run 2 4: fail: fake.c:1: reads 0x[0-9]*, should read 5$' "$tmp/out"
check "others: another reason" says "#     run 3: fail: fake.c:1: L1 got interrupt 0xe00"
check "others: the table" grep -Fqx "first:global.two	pass	fail	fail	fail" \
	"$tmp/other runs/repeat.tsv"
check "others: each run has the options" is_same \
	"$(grep -c '"options": "--seed 3"' "$tmp/other runs"/run-*/summary.json | grep -c ':1$')" 4
check "others: no --repeat in a repeat command" is_same \
	"$(grep -ce '--repeat' "$tmp/other runs/run-2/summary.json")" 0
rm "$tmp/turns"
run --repeat 4 -t first --fail-fast
check "--fail-fast: no run after a failed one" mentions "# 2 runs: "
rm "$tmp/turns"
run --repeat 2 -t first -f
check "-f: status 0" exits 0

# A result that is the same in each run is not listed.
check "wrong use in a run ends all" is_same "$(run --repeat 3 -t none; echo "$code")" 2
check "it is said once" is_same "$(wc -l <"$tmp/err")" 1
run --repeat 3 -s -t none
check "wrong use in a run, with -s: said once too" is_same \
	"$(grep -c "no test 'none'" "$tmp/err") $(wc -l <"$tmp/err")" "1 1"
check "no number" refuses 2 "takes a number of runs" --repeat some
run --repeat 2 --list
check "--list lists once" is_same "$(grep -c second "$tmp/out")" 1

# Interrupted: the current run ends.
echo "one hang" >"$tmp/tree/second.cases"
hangs()		{ grep -q 'RUN .*global.one' "$tmp/out"; }
start_run --repeat 2 -t second
soon hangs
kill -s TERM "$runner"
wait "$runner"
check "interrupted: status 143" is_same $? 143
check "interrupted: nothing left" nothing_left
check "interrupted: no process left" no_process
start_run --repeat 2 -t second
soon hangs
kill -s KILL "$runner"
wait "$runner" 2>/dev/null
check "killed: nothing left" soon nothing_left
check "killed: no process left" soon no_process

finish
