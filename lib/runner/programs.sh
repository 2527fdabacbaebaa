# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# The installed tree, its programs and cases, and the selection of them.  Result: `tree`;
# `selected`, the programs; $work/cases.PROGRAM, the cases selected by name.

# An installed tree is used as it is; from the sources one is built and
# installed into the run's temporary folder.
prepare_tree()
{
	if [ -r "$BASE/kselftest-list.txt" ] && [ ! -r "$BASE/Makefile" ]; then
		tree=$BASE
		return
	fi
	[ -r "$BASE/Makefile" ] ||
		die 2 "$BASE has neither kselftest-list.txt nor Makefile:" \
			"run from an installed tree or the sources"
	tree=$work/tree
	! is_powerpc || can_execute_in "$work" ||
		die 2 "$work, where the programs go, is mounted noexec: set TMPDIR to" \
			"another folder"
	named=$({ known_programs PROGRAMS; known_programs PROGRAMS_EXTENDED; } |
		named_programs) || exit
	if is_powerpc; then
		lacks=$(sh "$BASE/lib/build/needs.sh") || fetch_needs
	else
		set_up all
	fi
	# On another architecture set-up provides it if it is missing.
	make="make"
	command -v make >/dev/null || make=$CACHE/bin/make
	# Two runs may build the sources at the same time.
	set -- "$make" -s "-j$(nproc 2>/dev/null || echo 1)" -C "$BASE" \
		KVM_HV_NESTED_STANDALONE=y INSTALL_PATH="$tree" \
		${named:+"PROGRAMS=$named" PROGRAMS_EXTENDED=} install
	# shellcheck disable=SC2016 # for the inner shell
	[ ! -d "$CACHE" ] || ! command -v flock >/dev/null ||
		set -- sh -c 'exec 8>>"$0" && flock 8; exec "$@"' \
			"$CACHE/build.lock" "$@"
	run_child "$@" >"$work/make" 2>&1 && return
	check_folder
	cat "$work/make" >&2
	die 2 "the test programs could not be built: see the lines above"
}

# test -x does not know in every shell.  $1: a folder
can_execute_in()
{
	{ echo '#!/bin/sh' >"$1/tried" && chmod 700 "$1/tried"; } 2>/dev/null ||
		die 2 "cannot write to $1: make room or set TMPDIR"
	"$1/tried" 2>/dev/null
}

# The programs that are built from the sources.  $1: the variable of the Makefile
known_programs()
{
	awk -v list="$1" '$1 == list && $2 == ":=" { inside = 1; sub(/.*:=/, "") }
		inside {
			goes_on = sub(/\\$/, "")
			for (i = 1; i <= NF; i++)
				print $i
			if (!goes_on)
				exit
		}' "$BASE/Makefile"
}

# The selected programs in one line, nothing if all are: a run of one program builds only
# that.  stdin: all programs
named_programs()
{
	all=$(cat)
	for want in $opt_tests; do
		echo "$all" | is_among "${want%%:*}" "$want" || exit
	done
	[ -z "$opt_collection" ] || return 0
	sep=
	for prog in $all; do
		case " $opt_tests " in
		*" $prog "* | *" $prog:"*)
			printf '%s%s' "$sep" "$prog"
			sep=' ' ;;
		esac
	done
}

# $1: a name, $2: the test that it is for, stdin: all names
is_among()
{
	names=$(cat)
	echo "$names" | grep -Fqx -e "$1" && return
	near=$(echo "$names" | awk -v want="$1" -f "$RUNNER/nearest.awk")
	die 2 "no test '$2'${near:+, nearest: $near}: --list prints the names"
}

# $@: arguments of machine/setup.sh.  Its output goes to stderr, without a shell's message
# "Terminated" for a child that was killed.
set_up()
{
	try_set_up "$@" ||
		die 2 "set-up failed ($*): see the lines above"
}

try_set_up()
{
	rm -f "$work/told"
	mkfifo "$work/told" || die 2 "cannot write to $work: make room there"
	while IFS= read -r line; do
		[ "$line" = Terminated ] || echo "$line" >&2
	done <"$work/told" &
	relay_pid=$!
	run_child sh "$BASE/machine/setup.sh" "$@" >"$work/told" 2>&1
	child_code=$?
	wait "$relay_pid"
	return "$child_code"
}

# On a POWER host: fetch what a build lacks into the cache, by the machine's own apt.
fetch_needs()
{
	[ -z "$opt_no_fetch" ] && on_host apt-get --version >/dev/null 2>&1 ||
		die 2 "$lacks"
	echo "# $lacks" >&2
	echo "# fetching them into $CACHE instead, nothing is installed" \
		"(--no-fetch: not at all)" >&2
	try_set_up build || die 2 "$lacks"
	lacks=$(sh "$BASE/lib/build/needs.sh") || die 2 "$lacks"
}

programs()
{
	sed -n 's/^kvm-hv-nested://p' "$tree/kselftest-list.txt" 2>/dev/null
}

# Those that run only if they are named.
extended_programs()
{
	cat "$tree/extended.txt" 2>/dev/null
}

# A ppc64le program runs in QEMU's user mode on another machine, a script
# (as the runner's own tests have it) everywhere.
start_foreign()
{
	if is_powerpc || [ "$(head -c 2 "$1")" = '#!' ]; then
		"$@"
	elif [ -x "$CACHE/bin/qemu-ppc64le" ]; then
		"$CACHE/bin/qemu-ppc64le" "$@"
	else
		qemu-ppc64le "$@"
	fi
}

# Every case of a program, in the order in which they run.  $1: program
cases()
{
	(export KVM_HV_NESTED_ALL_CELLS="$opt_all_cells" &&
		start_foreign "$tree/$1" -l 2>&1 </dev/null) |
		awk -f "$RUNNER/list.awk"
}

select_programs()
{
	all=$(programs)
	[ -n "$all" ] || die 2 "$tree/kselftest-list.txt names no programs: run make install again"
	[ -z "$opt_collection" ] || opt_tests="$opt_tests $(echo "$all" | tr '\n' ' ')"
	[ -n "$opt_tests" ] || selected=$all
	all="$all $(extended_programs)"
	all=$(for prog in $all; do echo "$prog"; done)
	for want in $opt_tests; do
		prog=${want%%:*}
		echo "$all" | is_among "$prog" "$want" || exit
		case "$want" in
		*:*)
			know_cases "$prog"
			is_among "${want#*:}" "$want" <"$work/known.$prog" ||
				exit
			echo "${want#*:}" >>"$work/cases.$prog" ;;
		*)
			: >"$work/whole.$prog" ;;
		esac
	done
	# In the order of the list, each once.  A whole program includes its cases.
	[ -z "$opt_tests" ] || selected=$(
		for prog in $all; do
			[ ! -e "$work/whole.$prog" ] || rm -f "$work/cases.$prog"
			[ ! -e "$work/whole.$prog" ] && [ ! -e "$work/cases.$prog" ] ||
				echo "$prog"
		done)
	skip_tests
	# shellcheck disable=SC2086 # one word per program
	set -- $selected
	total=$#
	[ "$total" != 0 ] || die 4 "nothing is left to run: --skip names all of it"
}

# $1: program.  Writes the list of its cases to $work/known.PROGRAM.
know_cases()
{
	[ -s "$work/known.$1" ] || cases "$1" >"$work/known.$1"
	# Or each of its cases would seem to be unknown.
	[ -s "$work/known.$1" ] || [ ! -e "$tree/$1" ] ||
		die 2 "$tree/$1 lists no cases: see its mode, and whether that is mounted" \
			"noexec; or build it again"
}

# Take what --skip names out of what was selected; sets `skip_names`.  A name of a list, marked by a
# question mark, may be of another collection.
skip_tests()
{
	skip_names=
	for want in $opt_skip; do
		prog=${want%%:*}
		case "$want" in "?"*)
			prog=${prog#"?"} want=${want#"?"}
			echo "$all" | grep -Fqx -e "$prog" || {
				skip_unknown=$((skip_unknown + 1))
				continue
			} ;;
		esac
		echo "$all" | is_among "$prog" "$want" || exit
		skip_names="$skip_names $want"
		case "$want" in
		*:*)	skip_case "$prog" "${want#*:}" ;;
		*)	selected=$(for name in $selected; do
				[ "$name" = "$prog" ] || echo "$name"
			done) ;;
		esac
	done
	[ "$skip_unknown" = 0 ] || [ -n "$opt_inside" ] ||
		echo "# --skip $skip_list: $skip_unknown of its names are of no test here" >&2
	[ -z "$opt_skip" ] || selected=$(for name in $selected; do
		[ -e "$work/cases.$name" ] && [ ! -s "$work/cases.$name" ] ||
			echo "$name"
	done)
}

# $1: program, $2: its case.  The program gets all other cases by name, but the user has
# not named them: cases that can take the host down are not run.
skip_case()
{
	know_cases "$1"
	is_among "$2" "$1:$2" <"$work/known.$1" || exit
	[ -e "$work/cases.$1" ] || {
		: >"$work/whole.$1"
		cp "$work/known.$1" "$work/cases.$1"
	}
	grep -Fvx -e "$2" "$work/cases.$1" >"$work/cases.left"
	mv "$work/cases.left" "$work/cases.$1"
}

list_selected()
{
	for prog in $selected; do
		know_cases "$prog"
		if [ -e "$work/cases.$prog" ]; then
			grep -Fx -f "$work/cases.$prog" "$work/known.$prog"
		else
			cat "$work/known.$prog"
		fi | sed "s/^/$prog:/"
	done
}

# Sets `timeout` from the tree's settings file or the command line.
find_timeout()
{
	timeout=45
	if [ -n "$opt_timeout" ]; then
		timeout=$opt_timeout
	elif [ -r "$tree/settings" ]; then
		while IFS='=' read -r key value; do
			case $key,$value in
			timeout, | timeout,*[!0-9]*) ;;
			timeout,*) timeout=$value ;;
			esac
		done <"$tree/settings"
	fi
	# About ten times as many cases, some on larger pages.
	[ -z "$opt_all_cells" ] || [ -n "$opt_timeout" ] ||
		timeout=$((timeout * 20))
	# Some cases, each for the given time.
	[ -z "$opt_stress" ] || [ "$timeout" = 0 ] ||
		timeout=$((timeout + 4 * opt_stress))
	[ -z "$opt_random" ] || [ "$timeout" = 0 ] ||
		timeout=$((timeout + 6 * opt_random))
}
