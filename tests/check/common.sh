# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# For the shell tests: a fake installed tree in a fake POWER9 host, checks that
# print TAP.  A test sources this, calls the checks, and ends with `finish`.
#
# TEST_SH is the shell to run the runner with; TEST_PATH goes before PATH.

TOP=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
while [ ! -e "$TOP/run_kselftest.sh" ]; do
	TOP=${TOP%/*}
done
CHECK=$TOP/tests/check
tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-check.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP PIPE

count=0 bad=0
echo "TAP version 13"

# $1: what must hold; the rest: a command that is true when it does
check()
{
	what=$1
	shift
	count=$((count + 1))
	if "$@"; then
		echo "ok $count $what"
	else
		echo "not ok $count $what"
		bad=$((bad + 1))
		show_run
	fi
}

# Print the output of the last run, once.
show_run()
{
	cat "$tmp/out" "$tmp/err" >"$tmp/said" 2>/dev/null
	! cmp -s "$tmp/said" "$tmp/shown" || return 0
	cp "$tmp/said" "$tmp/shown"
	sed 's/^/#   /' "$tmp/said"
}

# $1: what was not tested, $2: why
skip()
{
	count=$((count + 1))
	echo "ok $count $1 # SKIP $2"
}

finish()
{
	echo "1..$count"
	[ "$bad" = 0 ]
	exit
}

# $1: name, stdin: the script's body.  A command of the fake host.
fake_command()
{
	{ echo '#!/bin/sh'; cat; } >"$tmp/root/bin/$1"
	chmod +x "$tmp/root/bin/$1"
}

# A POWER9 with KVM-HV: what the runner probes.
fake_host()
{
	mkdir -p "$tmp/root/bin" "$tmp/root/dev" "$tmp/root/proc" \
		"$tmp/root/sys/module/kvm_hv" "$tmp/root/sys/module/kvm" \
		"$tmp/root/sys/module/brd" \
		"$tmp/tmp"
	: >"$tmp/root/dev/kmsg"
	printf 'cpu\t\t: POWER9, altivec supported\nplatform\t: PowerNV\nMMU\t\t: Radix\n' \
		>"$tmp/root/proc/cpuinfo"
	fake_command uname <<-'EOT'
		case "$1" in -m) echo ppc64le ;; -r) echo 6.12.0-fake ;; esac
	EOT
	echo 'echo 0' | fake_command id
	fake_command rmmod <<-EOT
		echo "rmmod \$1" >>"$tmp/modules"
		rm -r "$tmp/root/sys/module/\$1"
	EOT
	fake_command insmod <<-EOT
		echo "insmod \${1##*/}" >>"$tmp/modules"
		mkdir -p "$tmp/root/sys/module/kvm_hv"
	EOT
	fake_command modprobe <<-EOT
		echo "modprobe \$1" >>"$tmp/modules"
		mkdir -p "$tmp/root/sys/module/\$1"
	EOT
}

# A tree as `make install` leaves it, without programs.
fake_tree()
{
	mkdir -p "$tmp/tree/lib"
	cp "$TOP/run_kselftest.sh" "$tmp/tree/"
	cp -R "$TOP/lib/runner" "$tmp/tree/lib/"
	echo "timeout=30" >"$tmp/tree/settings"
	: >"$tmp/tree/kselftest-list.txt"
}

# The tree's emulated machine, with one kernel; see fake_machine.sh.
fake_machine()
{
	mkdir "$tmp/tree/machine"
	cp "$CHECK/fake_machine.sh" "$tmp/tree/machine/run.sh"
	cp "$TOP/machine/kernels.table" "$tmp/tree/machine/"
	echo 'exit 0' >"$tmp/tree/machine/setup.sh"
	mkdir -p "$tmp/cache/kernels/backports"
	echo 6.12.0-fake >"$tmp/cache/kernels/backports/release"
}

# $1: program, stdin: its cases, see fake_harness.sh
fake_program()
{
	cp "$CHECK/fake_harness.sh" "$tmp/tree/$1"
	cat >"$tmp/tree/$1.cases"
	echo "kvm-hv-nested:$1" >>"$tmp/tree/kselftest-list.txt"
}

# The head of a ppc64le relocatable file and the strings of a module.
# $1: file, $2: module name, $3: kernel, $4: machine number, octal
make_module()
{
	{
		printf '\177ELF\002\001\001\000\000\000\000\000\000\000\000\000\001\000'
		printf '%b\000' "\\0${4:-25}"
		printf 'pad\000license=GPL\000name=%s\000' "$2"
		printf 'vermagic=%s SMP mod_unload \000' "$3"
	} >"$tmp/$1"
}

# Run the runner in the fake host; sets `code`, writes $tmp/out and $tmp/err.
run()
{
	# shellcheck disable=SC2086 # TEST_SH may be two words
	(cd "$tmp/tree" && PATH=${TEST_PATH:+$TEST_PATH:}$PATH \
		TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		KVM_HV_NESTED_CACHE=$tmp/cache \
		exec ${TEST_SH:-sh} ./run_kselftest.sh "$@") \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

# Checks of the last run.
exits()		{ [ "$code" = "$1" ]; }
says()		{ grep -Fqx -e "$1" "$tmp/out"; }
mentions()	{ grep -Fq -e "$1" "$tmp/out"; }
complains()	{ grep -Fq -e "$1" "$tmp/err"; }
is_quiet()	{ [ ! -s "$tmp/err" ]; }
one_line()	{ [ "$(wc -l <"$tmp/err")" -eq 1 ] && [ ! -s "$tmp/out" ]; }
nothing_left()	{ [ -z "$(ls -A "$tmp/tmp")" ]; }
is_same()	{ [ "$1" = "$2" ]; }

# Run the runner in the background: sets `runner`.
start_run()
{
	: >"$tmp/out"
	# shellcheck disable=SC2086 # TEST_SH and START_WITH may be several words
	(cd "$tmp/tree" && PATH=${TEST_PATH:+$TEST_PATH:}$PATH \
		TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		KVM_HV_NESTED_CACHE=$tmp/cache \
		exec ${START_WITH-} ${TEST_SH:-sh} ./run_kselftest.sh "$@") \
		>"$tmp/out" 2>"$tmp/err" </dev/null &
	runner=$!
}

# The awk of the emulated machine goes before this host's. False: there is no busybox.
take_busybox_awk()
{
	busybox=$(command -v busybox) || return
	mkdir "$tmp/awk" && ln -s "$busybox" "$tmp/awk/awk"
	TEST_PATH=$tmp/awk${TEST_PATH:+:$TEST_PATH}
}

# Wait until a command is true, two minutes at most.  $@: the command
soon()
{
	naps=0
	until "$@"; do
		[ "$naps" -lt 1200 ] || return 1
		sleep 0.1
		naps=$((naps + 1))
	done
}

# Of a run of nested_map_test, in the machine or on this host.  $1: what it shows
check_map_test()
{
	if exits 4; then
		skip "$1" "every program was skipped"
		return
	fi
	check "$1: status 0" exits 0
	check "$1: the program passed" says \
		"ok 1 selftests: kvm-hv-nested: nested_map_test"
}

# Wrong use or a failure: $1 the exit status, $2 a part of the one line,
# the rest: the arguments.
refuses()
{
	refused=$1 because=$2
	shift 2
	run "$@"
	exits "$refused" && one_line && complains "$because" && nothing_left
}

# No process is left whose environment names our folder.
no_process()
{
	for environ in /proc/[0-9]*/environ; do
		! (tr '\0' '\n' <"$environ") 2>/dev/null |
			grep -Fq -e "=$tmp/" || return 1
	done
}

# Run make as from a command line; sets `code`, writes $tmp/out and $tmp/err.
make_in()
{
	# Run the recipes with the shell under test.
	[ -z "$TEST_SH" ] || [ -e "$tmp/shell" ] || {
		printf '#!/bin/sh\nexec %s "$@"\n' "$TEST_SH" >"$tmp/shell"
		chmod +x "$tmp/shell"
	}
	(unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
	exec make ${TEST_SH:+SHELL="$tmp/shell"} "$@") \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

# Sets KSRC, a kernel source tree with the selftests' own Makefiles, or fails.
kernel_source()
{
	[ -n "$KSRC" ] || KSRC=${KVM_HV_NESTED_CACHE:-$TOP/.cache}/linux-source
	export KSRC
	[ -r "$KSRC/tools/testing/selftests/lib.mk" ]
}

# The files of this project as in a clone.  $1: where to
copy_checkout()
{
	mkdir -p "$1" && (cd "$TOP" && find . \( -path ./.git -o -path ./.cache \
		-o -path ./build -o -name '*.[od]' -o -name '*_test' \) -prune \
		-o -type f -print | tar -cf - -T -) | tar -xf - -C "$1"
}

# A fake compiler for ppc64le, found by its usual name.
fake_compiler()
{
	mkdir -p "$tmp/compiler"
	CROSS_COMPILE=$tmp/compiler/powerpc64le-linux-gnu-
	export CROSS_COMPILE
	cp "$CHECK/fake_compiler.sh" "${CROSS_COMPILE}gcc"
}

# $1: a tar.gz, $2: a name in it
archive_holds()
{
	tar -tzf "$1" 2>/dev/null | grep -Fqx -e "$2"
}

# A report is well-formed, by our own check and by xmllint if there is one.
# $1: file
is_well_formed()
{
	awk -f "$CHECK/xml.awk" "$1" || return 1
	! command -v xmllint >/dev/null || xmllint --nonet --noout "$1"
}

# Other awks than the system's, one command a line.
other_awks()
{
	for awk in mawk gawk original-awk busybox; do
		path=$(command -v "$awk") || continue
		[ "$awk" != busybox ] || path="$path awk"
		[ "$(readlink -f "$(command -v awk)")" = "$path" ] ||
			echo "$path"
	done
	# The emulated machine's own; its path may have a blank.
	cache=${KVM_HV_NESTED_CACHE:-$TOP/.cache}
	[ -x "$cache/bin/qemu-ppc64le" ] &&
		[ -x "$cache/tools/busybox/busybox" ] || return 0
	printf '#!/bin/sh\nexec "%s" "%s" awk "$@"\n' "$cache/bin/qemu-ppc64le" \
		"$cache/tools/busybox/busybox" >"$tmp/busybox-awk"
	chmod +x "$tmp/busybox-awk"
	echo "$tmp/busybox-awk"
}
