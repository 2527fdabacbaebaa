# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# A fake emulated machine for tests of the runner, instead of machine/run.sh: runs the
# script in the fake POWER9.  $FAKE_END, if set, is how it ends: `oops`, `hang`, `no-boot`,
# or the stream is `cut-short`; `second-oops` is for the second of two machines only.
# `deadly` is an oops after the line with which a case announces it, with $FAKE_CONSOLE as
# the console.

results='' suffix='' arguments="$*"
while [ "$1" != -- ]; do
	case "$1" in
	--results)	results=$2; shift 2 ;;
	--suffix)	suffix=$2; shift 2 ;;
	--tree)		tree=$2; shift 2 ;;
	--dry-run)	echo "qemu-system-ppc64 $arguments"; exit 0 ;;
	*)		shift ;;
	esac
done
shift
echo "$arguments" >"$KVM_HV_NESTED_ROOT/arguments$suffix"
[ "$FAKE_END$suffix" != second-oops-2 ] || FAKE_END=oops

[ "$FAKE_END" != no-boot ] || {
	echo "run.sh: the machine did not come up" >&2
	exit 2
}
[ "$FAKE_END" != hang ] ||
	trap 'echo ended >"$KVM_HV_NESTED_ROOT/machine$suffix"; exit 143' TERM
inside()
{
	# Where the results folder is mounted there.
	case "$*" in *" /results/defects.txt"*)
		set -- "$@" --defects "$results/defects.txt" ;;
	esac
	cd "$tree" && sh ./run_kselftest.sh --native --results "$results" "$@"
}

case "$FAKE_END" in
oops)
	inside "$@" | sed '/RUN .*two/q'
	echo "oops Oops: Kernel access of bad area" >"$results/machine-verdict$suffix"
	exit 1 ;;
deadly)
	inside "$@" | sed '/^# # deadly /q'
	printf '%s\n' "$FAKE_CONSOLE" >"$results/console$suffix.log"
	echo "oops Oops: Kernel access of bad area" >"$results/machine-verdict$suffix"
	exit 1 ;;
cut-short)
	inside "$@" | sed '/RUN .*two/q'
	exit 0 ;;
hang)
	echo $$ >"$KVM_HV_NESTED_ROOT/machine$suffix"
	inside "$@" 2>/dev/null | sed '/RUN .*two/q'
	while :; do sleep 0.1; done ;;
*)
	inside "$@" ;;
esac
