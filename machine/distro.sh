#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015,SC2034
#
# A real Debian in the emulated bare-metal machine, and in it what README tells the owner of
# a POWER9. Verdict lines on stdout. See usage below.
# Exit status: 0 all as it should be, 1 not, 2 wrong use, or no Debian or machine.

machine=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=machine/common.sh
. "$machine/common.sh"
# shellcheck source=lib/runner/life.sh
. "$top/lib/runner/life.sh"
# shellcheck source=machine/modules.sh
. "$machine/modules.sh"
# shellcheck source=machine/devicetree.sh
. "$machine/devicetree.sh"
# shellcheck source=machine/qemu.sh
. "$machine/qemu.sh"
# shellcheck source=machine/verdict.sh
. "$machine/verdict.sh"
# shellcheck source=machine/distro_boot.sh
. "$machine/distro_boot.sh"

default_scenarios='source tar module interrupt kill full-disk lockdown'
all_scenarios="$default_scenarios check"

usage()
{
	cat <<'EOT'
use: distro.sh [OPTIONS] [SCENARIO...]
Boots a Debian 12 for ppc64el (its packages as they come, in the cache from the second
time on) in the emulated machine, does there what README tells an owner, and compares the
host before and after. Scenarios, without a name all but `check':
  source       a fresh checkout; the packages are in a folder that apt knows
  tar          the archive of `make gen_tar', without a compiler
  module       the archive with --module; another VM keeps kvm-hv in use
  interrupt    SIGINT and SIGTERM
  kill         SIGKILL at random moments: the runner, a program, runner and keeper
  full-disk    a disk that is full from the start, or fills up in the run
  lockdown     a kernel that is locked down, as by Secure Boot
  check        this project's own tests, from a fresh checkout; all take hours
  -t PROGRAM[:CASE]  what the scenario `tar' runs, may be repeated; default
               nested_map_test; `-t all': all programs
  --check NAME  what the scenario `check' runs, may be repeated: a name of
               tests/check/run.sh; default: all of the project's tests
  --kills N    how many in the scenario `kill', default 20
  --seed N     of its random moments; default: a new one, printed
  --results DIR      keep what the runs left, and the console
  --timeout SECONDS  for the whole, default 3600
EOT
}

wrong()
{
	die "$*; see $0 --help"
}

# number OPTION VALUE
number()
{
	case $2 in
	'' | *[!0-9]* | ??????????*) wrong "$1 '$2' is not a number" ;;
	esac
}

scenarios='' programs='' checks='' kills=20 seed='' results='' timeout=3600
while [ $# -gt 0 ]; do
	case $1 in
	-t | --check | --kills | --seed | --results | --timeout)
		[ $# -ge 2 ] || wrong "$1 needs a value" ;;
	esac
	case $1 in
	-t)	case $2 in
		*[!A-Za-z0-9_.:]*) wrong "-t '$2' is no PROGRAM[:CASE]" ;;
		esac
		programs="$programs -t $2"
		shift ;;
	--check) case $2 in
		*[!A-Za-z0-9_]*) wrong "--check '$2' is no name of tests/check/run.sh" ;;
		esac
		checks="$checks $2"
		shift ;;
	--kills) number "$1" "$2"; kills=$2; shift ;;
	--seed) number "$1" "$2"; seed=$2; shift ;;
	--results) results=$2; shift ;;
	--timeout) number "$1" "$2"; timeout=$2; shift ;;
	-h | --help) usage; exit 0 ;;
	-*) wrong "unknown option '$1'" ;;
	*)	case " $all_scenarios " in
		*" $1 "*) scenarios="$scenarios $1" ;;
		*) wrong "no scenario is called '$1': $all_scenarios" ;;
		esac ;;
	esac
	shift
done
scenarios=${scenarios:- $default_scenarios}
# A lockdown lasts until the next boot, and hides some of what is compared.
case " $scenarios " in *" lockdown "*)
	scenarios="$(echo "$scenarios " | sed 's/ lockdown / /g')lockdown" ;;
esac
case $programs in
'') programs=' -t nested_map_test' ;;
*" -t all"*) programs= ;;
esac
# Bits of the time of day are random enough: the seed is printed.
[ -n "$seed" ] || seed=$(($(date +%s) % 100000))
# For a shell 010 is 8, and 08 no number.
seed=${seed#"${seed%%[!0]*}"}
seed=${seed:-0}

wants()
{
	case " $scenarios " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# A checkout has to fetch what it needs.
wants_packages()
{
	wants source || wants check
}

case "$(uname -m)" in ppc64 | ppc64le)
	die "the emulated machine is for other hosts than POWER" ;;
esac
cache_open
sh "$machine/setup.sh" distro || exit
! wants_packages || sh "$machine/setup.sh" distro-packages || exit
run_open
if [ -n "$results" ]; then
	mkdir -p "$results" 2>/dev/null && [ -w "$results" ] ||
		die "--results $results: cannot write there"
	results=$(CDPATH='' cd -- "$results" && pwd)
else
	results=$tmp/results
	mkdir "$results"
fi
share_make
distro_boot
follow_verdicts
distro_verdict
