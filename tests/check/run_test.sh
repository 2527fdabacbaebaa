#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.sh, which is `make check`, on a POWER host without make and without a compiler: one
# command fetches them, builds, and runs the tests.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"

tree=$tmp/tree
mkdir -p "$tree/tests/check/machine" "$tree/tests/unit" "$tree/lib/build" "$tree/machine" \
	"$tmp/bare" "$tmp/tmp"
cp "$CHECK/run.sh" "$CHECK/tap.awk" "$tree/tests/check/"
cp -R "$TOP/lib/runner" "$tree/lib/"
: >"$tree/tests/unit/some_unit.c"
echo 'exit 1' >"$tree/lib/build/needs.sh"
# The test calls make itself.
cat >"$tree/tests/check/some_test.sh" <<-'EOT'
	make some >&2 && echo "ok 1 make runs"
	echo 1..1
EOT
cp "$tree/tests/check/some_test.sh" "$tree/tests/check/machine/other_test.sh"
cat >"$tree/machine/setup.sh" <<-'EOT'
	mkdir -p "$KVM_HV_NESTED_CACHE/bin"
	cp "${0%/*}/make" "$KVM_HV_NESTED_CACHE/bin/"
EOT
cat >"$tree/machine/make" <<-EOT
	#!/bin/sh
	echo "\$*" >>"$tmp/made"
	mkdir -p "$tree/build/tests/unit"
	printf '#!/bin/sh\necho ok 1 it runs\necho 1..1\n' >"$tree/build/tests/unit/some_unit"
	chmod +x "$tree/build/tests/unit/some_unit"
EOT
chmod +x "$tree/machine/make"
for command in awk basename cat cp cut date dirname env grep head id ln ls mkdir mktemp pwd \
	printf ps readlink rm sed setsid sh sleep sort tr chmod; do
	path=$(command -v "$command") && ln -s "$path" "$tmp/bare/"
done
printf '#!/bin/sh\necho ppc64le\n' >"$tmp/bare/uname"
chmod +x "$tmp/bare/uname"
shell=${TEST_SH:-sh}
[ "$shell" = sh ] || ln -s "$(command -v "${shell%% *}")" "$tmp/bare/"

# shellcheck disable=SC2086 # TEST_SH may be two words
PATH=$tmp/bare TMPDIR=$tmp/tmp KVM_HV_NESTED_CACHE=$tmp/cache \
	$shell "$tree/tests/check/run.sh" >"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
check "without make: status 0" exits 0
check "without make: the programs are built" grep -q ' all unit$' "$tmp/made"
ran()	{ grep -q "^ok     $1  *1 passed, 0 failed, 0 skipped" "$tmp/out"; }
check "without make: a unit test ran" ran some_unit
check "without make: a shell test has a make" ran some
check "without make: one that needs a machine has it too" ran other
check "without make: nothing is left" nothing_left

finish
