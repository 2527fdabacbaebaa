#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A runner is killed at several moments: its processes end, its changes are undone, its
# folder is removed; and nothing else is.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program prog <<-EOT
	one pass
	two hang
EOT
make_module good.ko kvm_hv 6.12.0-fake

has_file()	{ [ -n "$(find "$tmp/tmp" -name "$1" 2>/dev/null)" ]; }
in_case()	{ mentions "RUN           global.two"; }
is_there()	{ [ -e "$1" ]; }
both_run()	{ [ -s "$tmp/root/machine" ] && [ -s "$tmp/root/machine-2" ]; }

# $1: the moment; the rest: how to wait for it
kill_when()
{
	moment=$1
	shift
	check "killed $moment: it comes to that" soon "$@"
	kill -s KILL "$runner" 2>/dev/null
	wait "$runner" 2>/dev/null
	check "killed $moment: no process left" soon no_process
	check "killed $moment: no file left" soon nothing_left
}

start_run
kill_when "at its start" has_file runner
start_run
kill_when "as a program starts" has_file session.program
start_run -o 3600
kill_when "in a case" in_case

start_run --module "$tmp/good.ko"
kill_when "with a module of its own" in_case
check "killed with a module of its own: the kernel's is back" is_same \
	"$(tail -n 1 "$tmp/modules")" "modprobe kvm_hv"

# During its clean-up: it waits for modprobe.
fake_command modprobe <<-EOT
	echo "modprobe \$1" >>"$tmp/modules"
	: >"$tmp/in-modprobe"
	until [ -e "$tmp/go" ]; do sleep 0.1; done
	mkdir -p "$tmp/root/sys/module/\$1"
EOT
start_run --module "$tmp/good.ko"
soon in_case
kill -s TERM "$runner"
soon is_there "$tmp/in-modprobe"
kill -s KILL "$runner"
: >"$tmp/go"
kill_when "while it cleans up" true
check "killed while it cleans up: the kernel's module is back" is_there \
	"$tmp/root/sys/module/kvm_hv"

# /dev/kmsg has a reader process.
if [ -c /dev/kmsg ] && (echo "kvm-hv-nested: check" >/dev/kmsg) 2>/dev/null; then
	mv "$tmp/root/dev/kmsg" "$tmp/kmsg"
	ln -s /dev/kmsg "$tmp/root/dev/kmsg"
	start_run
	kill_when "with a reader of /dev/kmsg" in_case
	rm "$tmp/root/dev/kmsg"
	mv "$tmp/kmsg" "$tmp/root/dev/kmsg"
else
	skip "killed with a reader of /dev/kmsg" "/dev/kmsg cannot be written"
fi

# Together with its keeper, as by the OOM killer: the next run cleans up.
start_run
soon in_case
read -r keeper rest <"$(find "$tmp/tmp" -name keeper)"
kill -s KILL "$keeper" "$runner"
wait "$runner" 2>/dev/null
check "killed with its keeper: the program lives" kill -0 \
	"$(cat "$tmp/tmp"/*/session.program)"
run --list
check "killed with its keeper: the next start ends all" soon no_process
check "killed with its keeper: the next start removes all" nothing_left

# In the moment in which it creates its folder. PID of the runner: in the folder's name.
mkdir "$tmp/kills"
for command in mktemp mkdir; do
	real=$(command -v $command)
	cat >"$tmp/kills/$command" <<-EOT
		#!/bin/sh
		"$real" "\$@" || exit
		for word; do
			pid=\${word##*/kvm-hv-nested.}
			[ "\$pid" = "\$word" ] || kill -s KILL "\${pid%%.*}"
		done
	EOT
	chmod +x "$tmp/kills/$command"
	TEST_PATH=$tmp/kills start_run
	wait "$runner" 2>/dev/null
	check "killed in its $command: no process is left" soon no_process
	check "killed in its $command: nothing is left" soon nothing_left
	rm "$tmp/kills/$command"
done

# Folders of others, or of live runs.  A process with a recorded PID.
setsid sleep 1002 &
stranger=$!
read -r live rest <"/proc/$stranger/stat"
born=$(sed 's/.*) //' "/proc/$stranger/stat" | cut -d ' ' -f 20)
boot=$(cat /proc/sys/kernel/random/boot_id)
space=$(readlink /proc/self/ns/pid || echo none)

# $1: name, the rest: what stands in `runner`
folder()
{
	mkdir "$tmp/tmp/kvm-hv-nested.$1"
	echo "$stranger" >"$tmp/tmp/kvm-hv-nested.$1/session.program"
	shift
	[ $# = 0 ] || echo "$*" >"$tmp/tmp/kvm-hv-nested.$name/runner"
}
for name in 1.living 1.nodes0 1.spaces 1.noword 1.reused 1.reboot; do
	case $name in
	1.living) folder $name "$live $born $boot $space $(uname -n)" ;;
	1.nodes0) folder $name "$live 1 $boot $space not-$(uname -n)" ;;
	1.spaces) folder $name "$live 1 $boot pid:[1] $(uname -n)" ;;
	1.noword) folder $name ;;
	1.reused) folder $name "$live 1 $boot $space $(uname -n)" ;;
	1.reboot) folder $name "$live $born other-boot $space $(uname -n)" ;;
	esac
done
mkdir "$tmp/elsewhere" "$tmp/tmp/kvm-hv-nested.mine"
cp "$tmp/tmp/kvm-hv-nested.1.reused/runner" "$tmp/elsewhere/"
cp "$tmp/tmp/kvm-hv-nested.1.reused/runner" "$tmp/tmp/kvm-hv-nested.mine/"
ln -s "$tmp/elsewhere" "$tmp/tmp/kvm-hv-nested.1.linked"
# The folder of a runner that was killed at once, and of one that is starting.
mkdir "$tmp/tmp/kvm-hv-nested.999999999.abcdef" "$tmp/tmp/kvm-hv-nested.1.starts"

run --list
check "a start leaves what it should" is_same \
	"$(cd "$tmp/tmp" && printf '%s ' * | sed 's/kvm-hv-nested\.//g')" \
	"1.linked 1.living 1.nodes0 1.noword 1.spaces 1.starts mine "
check "a start follows no link" is_there "$tmp/elsewhere/runner"
check "a start ends no stranger" kill -0 "$stranger"
sh "$TOP/lib/runner/watchdog.sh" 0 "$tmp/elsewhere" "$stranger" 999999999
check "a watchdog without its runner ends nobody" kill -0 "$stranger"
kill "$stranger"
rm -rf "$tmp/tmp"/*

# The emulated machine.
fake_machine
printf 'one pass\ntwo pass\n' >"$tmp/tree/prog.cases"
export FAKE_END=hang

start_run --emulate
kill_when "as a machine starts" has_file session.machine
start_run --emulate
kill_when "beside a machine" is_there "$tmp/root/machine"
check "killed beside a machine: it is told to end" is_same \
	"$(cat "$tmp/root/machine")" ended
rm -f "$tmp/root"/machine*
start_run --emulate --machines 2 --results "$tmp/results"
kill_when "beside two machines" both_run
FAKE_END=
run --emulate --machines 2 --results "$tmp/results"
check "killed beside two machines: the next run has the folder" exits 0

finish
