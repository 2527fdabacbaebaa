#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# One step of `git bisect run` in a kernel tree: builds it, boots it in the emulated
# machine and runs the tests. See docs/bisect.md.
#
# Exit status, for git: 0 good, 1 bad, 125 cannot be tested (it does not build or boot, or
# nothing ran), 255 stop the bisection (wrong use, interrupted).

top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

usage()
{
	cat <<'EOT'
use: git bisect run sh SCRIPT [--build COMMAND] [--kernel DIR] -- OPTION...
  --build COMMAND   a shell command that builds the kernel, default
                    "make vmlinux modules" with as many jobs as there are CPUs
  --kernel DIR      where vmlinux and modules are then, default the current folder
  OPTION...         for run_kselftest.sh: what to run, such as -t PROGRAM:CASE
EOT
}

say()
{
	echo "# bisect: $*" >&2
}

# Stop the bisection.
stop()
{
	echo "bisect.sh: $*" >&2
	exit 255
}

# shellcheck disable=SC2016 # for the inner shell
build='make -j"$(nproc)" vmlinux modules'
kernel=.
while [ $# -gt 0 ]; do
	case $1 in
	--build | --kernel)
		[ $# -ge 2 ] || stop "$1 needs a value; see $0 --help" ;;
	esac
	case $1 in
	--build) build=$2; shift ;;
	--kernel) kernel=$2; shift ;;
	-h | --help) usage; exit 0 ;;
	--) shift; break ;;
	*) stop "unknown option '$1'; see $0 --help" ;;
	esac
	shift
done
trap 'stop interrupted' HUP INT TERM

# With a wrong option no commit could be tested.
sh "$top/run_kselftest.sh" --emulate --dry-run "$@" >/dev/null ||
	stop "run_kselftest.sh does not take these options"

say "building $(git log -1 --format='%h %s' 2>/dev/null)"
sh -c "$build" >&2
code=$?
case $code in
0)	;;
126 | 127)
	stop "the build command '$build' cannot be run" ;;
1[3-9]? | 129 | 2??)
	stop "the build was ended by a signal" ;;
*)	say "does not build: skipped"
	exit 125 ;;
esac

sh "$top/run_kselftest.sh" --emulate --kernel "$kernel" "$@"
code=$?
case $code in
0)	say "good" ;;
1)	say "bad" ;;
2)	say "does not boot, or see the lines above: skipped"
	code=125 ;;
4)	say "nothing ran: skipped"
	code=125 ;;
*)	stop "the run was interrupted" ;;
esac
exit $code
