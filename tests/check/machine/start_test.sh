#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The start of the emulated machine: it is repeated if the firmware resets itself or QEMU
# aborts before init runs, and only then. With a fake QEMU.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a machine's start" "there is no emulated machine on POWER"
	finish ;;
esac

# The cache of this tree, with a QEMU of our own.
sh "$TOP/machine/setup.sh" kernel backports >&2 || exit
cache=$(cd "${KVM_HV_NESTED_CACHE:-$TOP/.cache}" && pwd)
mkdir -p "$tmp/cache" "$tmp/machine"
for item in "$cache"/*; do
	case "${item##*/}" in
	# Others may be using it.
	bin | run.* | setup.*) ;;
	*)	ln -s "$item" "$tmp/cache/" ;;
	esac
done
cp -a "$cache/bin" "$tmp/cache/bin"
mv "$tmp/cache/bin/qemu-system-ppc64" "$tmp/cache/bin/qemu"
cat >"$tmp/cache/bin/qemu-system-ppc64" <<'EOF'
#!/bin/sh
console=
for word; do
	case $word in
	file:*) console=${word#file:} ;;
	file,id=ktap,*) ktap=${word#*logfile=} fifo=${word#*path=} fifo=${fifo%%,*} ;;
	file,id=control,*) control=${word#*path=} ;;
	esac
done
# It only prints its device tree.
[ -n "$console" ] || exec "${0%/*}/qemu" "$@"
echo >>"$PLAY/starts"
if [ "$(wc -l <"$PLAY/starts")" -le "$(cat "$PLAY/resets")" ]; then
	: >"$fifo"
	[ ! -e "$PLAY/aborts" ] || { echo "Assertion failed." >&2; exit 134; }
	echo "the firmware of a machine" >"$console"
	exit 0
fi
echo "[    0.000000] Linux version 6.12" >"$console"
if [ -e "$PLAY/stays" ]; then
	printf 'run\n' >"$control"
	printf 'KTAP version 1\n' | tee "$ktap" >"$fifo"
	echo $$ >"$PLAY/qemu"
	exec sleep 1003
fi
[ -s "$PLAY/dies" ] && printf 'KTAP version 1\n' | tee "$ktap" >"$fifo" &&
	exit 0
printf 'run\nstatus 0\n' >"$control"
printf 'KTAP version 1\n1..0\n' | tee "$ktap" >"$fifo"
EOF
chmod +x "$tmp/cache/bin/qemu-system-ppc64"
fake_tree

# $1: how often the firmware ends by itself; or QEMU aborts, if there is a file "aborts"
start()
{
	rm -f "$tmp/machine/starts"
	echo "$1" >"$tmp/machine/resets"
	PLAY=$tmp/machine KVM_HV_NESTED_CACHE=$tmp/cache \
		sh "$TOP/machine/run.sh" --tree "$tmp/tree" \
		--results "$tmp/results" -- >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

told()
{
	grep -qF "$1" "$tmp/err"
}

starts()
{
	[ "$(wc -l <"$tmp/machine/starts")" = "$1" ]
}

: >"$tmp/machine/dies"
start 0
check "a machine that comes up: status 0" exits 0
check "a machine that comes up: started once" starts 1

start 1
check "its firmware ends: said" told "the firmware ended before it came to the kernel"
check "its firmware ends: started twice" starts 2
check "its firmware ends: the second one's status" exits 0
check "its firmware ends: the second one's stream" says "KTAP version 1"

start 2
check "it ends again: not a third time" starts 2
check "it ends again: status 2" exits 2
check "it ends again: said" told "the machine did not come up: QEMU ended with status 0"

: >"$tmp/machine/aborts"
start 1
check "QEMU aborts: said" told "QEMU aborted (Assertion failed.): starting the machine once more"
check "QEMU aborts: started twice" starts 2
check "QEMU aborts: the second one's status" exits 0
start 2
check "it aborts again: not a third time" starts 2
check "it aborts again: status 2" exits 2
check "it aborts again: said" told "QEMU ended with status 134: Assertion failed."
rm "$tmp/machine/aborts"

echo y >"$tmp/machine/dies"
start 0
check "its kernel ends: started once" starts 1
check "its kernel ends: status 1" exits 1

# QEMU runs on: it ends when the script that started it is ended.
: >"$tmp/machine/stays"
fake_host
fake_program prog <<-EOT
	one pass
EOT
cp -R "$TOP/machine" "$tmp/tree/machine"
export PLAY="$tmp/machine"

runs()		{ [ -s "$tmp/machine/qemu" ]; }
is_starting()	{ [ -n "$(find "$tmp/tmp" -name session.machine)" ]; }
no_scratch()	{ [ -z "$(find "$tmp/cache/" -maxdepth 1 -name 'run.*')" ]; }
nothing_runs()
{
	check "$1: no process left" soon no_process
	check "$1: no scratch left in the cache" soon no_scratch
	check "$1: no file left" soon nothing_left
}

# $1: signal, $2: when; the rest: options
end_runner()
{
	signal=$1 when=$2
	shift 2
	rm -f "$tmp/machine/qemu"
	start_run --emulate "$@"
	check "$signal to the runner: it comes to that" soon "$when"
	kill -s "$signal" "$runner"
	wait "$runner" 2>/dev/null
	nothing_runs "$signal to the runner, $when"
}
end_runner KILL is_starting
end_runner KILL runs
rm -rf "$tmp/results"
end_runner TERM runs --results "$tmp/results"
check "TERM to the runner: the kernel's log is kept" grep -q "Linux version" \
	"$tmp/results/kernel.log"

# $1: signal
start_machine()
{
	rm -f "$tmp/machine/qemu"
	KVM_HV_NESTED_CACHE=$tmp/cache TMPDIR=$tmp/tmp sh "$TOP/machine/run.sh" \
		--tree "$tmp/tree" -- >"$tmp/out" 2>"$tmp/err" </dev/null &
	runner=$!
	check "a machine of its own: it comes up" soon runs
}
start_machine
kill -s KILL "$runner"
wait "$runner" 2>/dev/null
nothing_runs "KILL to the machine's script"

start_machine
rm -rf "$tmp/cache"/run.*
wait "$runner"
code=$?
check "its scratch is removed: status 2" exits 2
check "its scratch is removed: one line" is_same "$(wc -l <"$tmp/err")" 1
check "its scratch is removed: that tells it" complains "was removed"
nothing_runs "its scratch is removed"

# The scratch folders that are removed at a start.
mkdir "$tmp/cache/run.d" "$tmp/cache/run.1" "$tmp/cache/run.999999999"
echo mine >"$tmp/cache/run.d/file"
mkdir "$tmp/cache/run.2"
echo "2 1 other-boot none $(uname -n)" >"$tmp/cache/run.2/process"
rm "$tmp/machine/stays" "$tmp/machine/dies"
: >"$tmp/machine/dies"
start 0
check "a start removes the scratch of dead runs only" is_same \
	"$(cd "$tmp/cache" && echo run.*)" "run.1 run.d"

finish
