#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A git bisect with machine/bisect.sh: over commits that do not build or boot, to the
# first bad one.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
command -v git >/dev/null || {
	skip "git bisect" "no git"
	finish
}
fake_host
fake_tree
fake_program first <<-EOT
	one pass
EOT
fake_machine
cp "$TOP/machine/bisect.sh" "$tmp/tree/machine/"
kernel="$tmp/a kernel"
mkdir "$kernel"
# The kernel determines the result.
mv "$tmp/tree/machine/run.sh" "$tmp/tree/machine/boot.sh"
cat >"$tmp/tree/machine/run.sh" <<EOT
[ ! -e "$kernel/no-boot" ] || export FAKE_END=no-boot
cp "$kernel/cases" "$tmp/tree/first.cases"
. "$tmp/tree/machine/boot.sh"
EOT

in_kernel()
{
	(cd "$kernel" && "$@" >"$tmp/out" 2>&1 </dev/null)
	code=$?
}
commit()
{
	in_kernel git add -A
	in_kernel git -c user.name=x -c user.email=x@x commit -q --allow-empty -m "$1"
}
bisect_run()
{
	export TMPDIR="$tmp/tmp" KVM_HV_NESTED_ROOT="$tmp/root" KVM_HV_NESTED_CACHE="$tmp/cache"
	in_kernel git bisect start HEAD "$first"
	in_kernel git bisect run sh "$tmp/tree/machine/bisect.sh" "$@"
}

in_kernel git init -q .
echo "one pass" >"$kernel/cases"
echo 'exit 0' >"$kernel/build"
commit good
first=$(cd "$kernel" && git rev-parse HEAD)
commit "still good"
echo 'exit 2' >"$kernel/build"
commit "does not build"
echo 'exit 0' >"$kernel/build"
: >"$kernel/no-boot"
commit "does not boot"
rm "$kernel/no-boot"
commit "boots again"
echo "one fail why" >"$kernel/cases"
commit "the culprit"
commit "later"
echo "one skip no memory" >"$kernel/cases"
commit "nothing runs"
echo "one fail why" >"$kernel/cases"
commit "last"

bisect_run --build 'sh ./build' -- -t first:global.one
check "the first bad commit is found" grep -q '^    the culprit$' "$tmp/out"
check "and named as such" mentions "is the first bad commit"
in_kernel git bisect reset

bisect_run --build 'sh ./build' -- -t second
check "a wrong option stops it at once" is_same "$(grep -c "no test 'second'" "$tmp/out")" 1
check "with no verdict" is_same "$(grep -c 'is the first bad commit' "$tmp/out")" 0
in_kernel git bisect reset

# $1: exit status, $2: what is said, the rest: arguments
step()
{
	expected=$1 saying=$2
	shift 2
	in_kernel sh "$tmp/tree/machine/bisect.sh" "$@"
	[ "$code" = "$expected" ] && mentions "$saying"
}
check "a build that cannot be run" step 255 "cannot be run" --build ./none --
check "an option of its own that it has not" step 255 "unknown option" --biuld x
check "does not build" step 125 "does not build" --build 'exit 1' --
check "bad" step 1 "bisect: bad" --build true -- -t first
: >"$kernel/no-boot"
check "does not boot" step 125 "does not boot" --build true -- -t first

finish
