#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Inside the emulated machine awk passes on a program's lines, elsewhere the shell: the
# stream is the same, and so is what is made of it.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program all <<-EOF
	one pass
	two skip no node
	three xfail some-defect: it shows
	four pass
EOF
fake_program bad <<-EOF
	one pass
	two fail why
	three xpass some-defect: gone
EOF
fake_program none <<-EOF
	one skip no huge pages
EOF
# What no harness prints, and the end of a program that dies in a case.
cat >"$tmp/tree/odd" <<-'EOF'
	#!/bin/sh
	echo "TAP version 13"
	echo "1..7"
	echo "#  RUN           global.a ..."
	echo "# SKIP: x_test.c:12: no \\n node"
	echo "ok 1 global.a # SKIP"
	echo "#  RUN           global.b ..."
	echo "ok 2 global.b #   SKIP   a reason  "
	echo "#  RUN           global.c ..."
	echo "not ok 3 global.c # a reason #2"
	echo "ok 4 global.d # XFAIL"
	echo "ok 5 global.e # XPASS unknown"
	echo "ok 6 global.f #"
	echo "okay 7"
	printf '  blanks, a %% and a \t tab  \n\n'
	echo "#  RUN           fixture.cell.g ..."
	printf 'no newline'
	exit 3
EOF
chmod +x "$tmp/tree/odd"
echo kvm-hv-nested:odd >>"$tmp/tree/kselftest-list.txt"
cat >"$tmp/tree/unfit" <<-'EOF'
	#!/bin/sh
	echo "1..0 # SKIP no KVM-HV"
	exit 4
EOF
chmod +x "$tmp/tree/unfit"
echo kvm-hv-nested:unfit >>"$tmp/tree/kselftest-list.txt"

take_busybox_awk || {
	skip "the stream by awk" "no busybox"
	finish
}

# Without what is said of the host, and of all of the run at its end.
stream()
{
	awk '/^# host: / { next }
		{ kept = kept $0 "\n" }
		/^(not )?ok [0-9]+ selftests: / { printf "%s", kept; kept = "" }' "$tmp/out"
}

for programs in "" "-t all" "-t none" "-t unfit" "-t bad -t unfit"; do
	# shellcheck disable=SC2086 # words
	run --native $programs
	outside_code=$code
	stream >"$tmp/by-shell"
	# shellcheck disable=SC2086 # words
	run --native --inside $programs
	stream >"$tmp/by-awk"
	diff "$tmp/by-shell" "$tmp/by-awk" >"$tmp/differs"
	sed 's/^/#   /' "$tmp/differs"
	check "${programs:-all}: the same stream" [ ! -s "$tmp/differs" ]
	check "${programs:-all}: it has each program" \
		grep -Eq '^(not )?ok [0-9]+ selftests: ' "$tmp/by-awk"
	check "${programs:-all}: the same status" exits "$outside_code"
done

# The machine's awk takes a line as soon as it is there.
# shellcheck disable=SC2094 # the output is waited for
{
	echo "#  RUN           global.a ..."
	waits=0
	until grep -q global.a "$tmp/live" || [ "$waits" = 50 ]; do
		sleep 0.1
		waits=$((waits + 1))
	done
	echo "$waits" >"$tmp/waits"
} | busybox awk -v counts="$tmp/counts" -f "$TOP/lib/runner/nest.awk" >"$tmp/live"
check "a line is passed on at once" [ "$(cat "$tmp/waits")" -lt 50 ]

finish
