#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The patches of `make series` apply to a kernel tree and build there, and what they
# build gives the same verdicts under upstream's run_kselftest.sh as under ours, in one
# machine. SERIES_PROGRAMS: others than the first, `all` for each of them.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

programs=${SERIES_PROGRAMS:-nested_map_test}
if ! kernel_source || [ ! -r "$KSRC/MAINTAINERS" ] || ! command -v git >/dev/null; then
	skip "make series" "no kernel source, or no git"
	finish
fi
export GIT_AUTHOR_NAME=Author GIT_AUTHOR_EMAIL=author@example.org \
	GIT_COMMITTER_NAME=Author GIT_COMMITTER_EMAIL=author@example.org

# All of check.sh's own results are ours, too.
OUTPUT=$tmp sh "$TOP/docs/series/make.sh" >"$tmp/out" 2>"$tmp/err"
code=$?
check "make series" exits 0
OUTPUT=$tmp QUICK=1 KEEP=1 TREE=$tmp/linux sh "$TOP/docs/series/check.sh" \
	>"$tmp/checked" 2>"$tmp/err" </dev/null
while IFS= read -r line; do
	case $line in
	"ok "*"# SKIP"*) skip "${line#ok * }" "" ;;
	"ok "*) check "${line#ok * }" true ;;
	"not ok "*) check "${line#not ok * }" false ;;
	"#"*) echo "$line" ;;
	esac
done <"$tmp/checked"
ours=$tmp/linux/tools/testing/selftests/kvm-hv-nested
check "nested_map_test is built" [ -x "$ours/nested_map_test" ]
[ -x "$ours/nested_map_test" ] || finish

# As the selftests' `make install` leaves them: upstream's runner beside ours.
[ "$programs" != all ] || programs=$(cd "$ours" && echo *_test)
tree=$tmp/tree
mkdir -p "$tree/upstream/kvm-hv-nested" "$tree/ours/lib"
cp -R "$tmp/linux/tools/testing/selftests/kselftest" \
	"$tmp/linux/tools/testing/selftests/run_kselftest.sh" "$tree/upstream/"
cp -R "$TOP/lib/runner" "$tree/ours/lib/"
cp "$TOP/run_kselftest.sh" "$TOP/settings" "$tree/ours/"
cp "$TOP/settings" "$tree/upstream/kvm-hv-nested/"
for program in $programs; do
	cp "$ours/$program" "$tree/upstream/kvm-hv-nested/"
	ln -s "../upstream/kvm-hv-nested/$program" "$tree/ours/$program"
	echo "kvm-hv-nested:$program" >>"$tree/ours/kselftest-list.txt"
done
cp "$tree/ours/kselftest-list.txt" "$tree/upstream/"
cat >"$tree/run_kselftest.sh" <<-'EOT'
	#!/bin/sh
	# Its arguments are those of the runner in the emulated machine.
	results= last=
	for word; do
		[ "$last" != --results ] || results=$word
		last=$word
	done
	# Upstream's writes there by name.
	[ -e /dev/stdout ] || ln -s /proc/self/fd/1 /dev/stdout
	cd upstream || exit 2
	{ sh ./run_kselftest.sh; echo $? >"$results/upstream.status"; } 2>&1 |
		cat >"$results/upstream.ktap"
	cd ../ours && exec ./run_kselftest.sh "$@"
EOT
chmod +x "$tree/run_kselftest.sh"

mkdir "$tmp/results"
case "$(uname -m)" in
ppc64 | ppc64le)
	(cd "$tree" && ./run_kselftest.sh --results "$tmp/results") \
		>"$tmp/out" 2>"$tmp/err" ;;
*)
	sh "$TOP/machine/run.sh" --tree "$tree" --results "$tmp/results" \
		--timeout "${SERIES_TIMEOUT:-300}" -- --inside >"$tmp/out" 2>"$tmp/err" ;;
esac
code=$?
[ -s "$tmp/results/upstream.ktap" ] || : >"$tmp/results/upstream.ktap"

# Each case's and each program's line: verdict and name. A program whose cases were all
# skipped is "ok # SKIP" under our runner, "ok" under upstream's.
verdicts()
{
	sed -n 's/ *$//
		s/^# \(\(not \)\{0,1\}ok\) [0-9]* /case \1 /p
		s/^\(ok [0-9]* selftests: .*\) # SKIP$/\1/
		s/^\(\(not \)\{0,1\}ok\) [0-9]* selftests: /program \1 /p' "$1"
}
verdicts "$tmp/out" >"$tmp/ours.verdicts"
verdicts "$tmp/results/upstream.ktap" >"$tmp/upstream.verdicts"
if exits 4; then
	skip "under upstream's runner" "every program was skipped"
	finish
fi
check "under our runner: status 0" exits 0
check "under upstream's runner: status 0" \
	is_same 0 "$(cat "$tmp/results/upstream.status")"
check "under upstream's runner: each case" \
	[ "$(grep -c '^case' "$tmp/upstream.verdicts")" -gt 10 ]
diff "$tmp/ours.verdicts" "$tmp/upstream.verdicts" >"$tmp/differs"
sed 's/^/#   /' "$tmp/differs"
check "verdict by verdict as under ours" [ ! -s "$tmp/differs" ]

finish
