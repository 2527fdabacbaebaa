#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.ktap as other parsers read it: the name and the verdict of each result.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two skip 2 nodes wanted, 1 usable
	three xfail some-defect: it showed, #7
EOT
fake_program second <<-EOT
	one xpass some-defect: it did not
	two fail read 5, should read 7
	three oldskip only behind the directive
EOT
fake_program third <<-EOT
	one skip no node
EOT
fake_program crashes <<-EOT
	one pass
	two log WARNING: CPU: 0 PID: 9 at x.c:1
	three crash
	four pass
EOT
fake_program fifth <<-EOT
	one pass
EOT
run --results "$tmp/results"
stream=$tmp/results/run.ktap

cat >"$tmp/cases" <<-EOT
	pass global.one
	skip global.two
	pass global.three
	fail global.one
	fail global.two
	skip global.three
	skip global.one
	pass global.one
	pass global.two
	fail global.three
	pass global.one
EOT
# Parsers that take an unknown directive as part of the name.
sed '3s/$/ # XFAIL/' "$tmp/cases" >"$tmp/cases.linaro-old"
grep -v '^skip' "$tmp/cases" >"$tmp/cases.openqa"
cat >"$tmp/programs" <<-EOT
	pass selftests: kvm-hv-nested: first
	fail selftests: kvm-hv-nested: second
	skip selftests: kvm-hv-nested: third
	fail selftests: kvm-hv-nested: crashes
	pass selftests: kvm-hv-nested: fifth
EOT

# $1: rule
cases_by()	{ awk -v rule="$1" -f "$CHECK/parsers.awk" "$stream"; }
# The parsed results are the expected ones.  $1: expected, stdin: parsed
agrees()
{
	cat >"$tmp/read"
	cmp -s "$1" "$tmp/read" || {
		diff "$1" "$tmp/read" | sed 's/^/# /'
		return 1
	}
}

for rule in tappy linaro linaro-old openqa; do
	expected=$tmp/cases.$rule
	[ -e "$expected" ] || expected=$tmp/cases
	cases_by "$rule" >"$tmp/by"
	check "cases by the rules of $rule" agrees "$expected" <"$tmp/by"
done
check "a reason behind the directive would be in the name" is_same \
	"$(echo "# ok 1 a.b # SKIP no node" |
		awk -v rule=linaro -f "$CHECK/parsers.awk")" "skip a.b no node"

# Perl's TAP::Parser: programs from the whole, cases from one program's lines.
tap_parser()
{
	# shellcheck disable=SC2016 # Perl's
	perl -MTAP::Parser -e '
		my $p = TAP::Parser->new({ tap => join("", <STDIN>) });
		while (my $r = $p->next) {
			next unless $r->is_test;
			my $d = $r->description;
			$d =~ s/^- //;
			printf("%s %s\n", $r->has_skip ? "skip" :
			       $r->is_actual_ok ? "pass" : "fail", $d);
		}
		print "error: $_\n" for $p->parse_errors;'
}
if perl -MTAP::Parser -e 1 2>/dev/null; then
	tap_parser <"$stream" >"$tmp/by"
	check "programs by TAP::Parser" agrees "$tmp/programs" <"$tmp/by"
	sed -n '/^# selftests: .*: second$/,/^not ok/s/^# //p' "$stream" |
		tap_parser >"$tmp/by"
	sed -n '4,6p' "$tmp/cases" >"$tmp/cases.second"
	check "cases by TAP::Parser" agrees "$tmp/cases.second" <"$tmp/by"
else
	skip "TAP::Parser" "no perl with TAP::Parser"
fi

# kunit.py's parser, where a whole kernel source is.
kunit=
for source in "$KSRC" "${KVM_HV_NESTED_CACHE:-$TOP/.cache}/linux-source" \
	"/lib/modules/$(uname -r)/source" /usr/src/linux*; do
	[ -n "$kunit" ] || [ ! -e "$source/tools/testing/kunit/kunit_parser.py" ] ||
		kunit=$source/tools/testing/kunit
done
kunit_parser()
{
	python3 -B -c '
import sys
sys.path.insert(0, sys.argv[1])
import kunit_parser
from kunit_printer import *
lines = sys.stdin.read().splitlines()
try:
	test = kunit_parser.parse_run_tests(lines)
except TypeError:
	test = kunit_parser.parse_run_tests(lines, Printer())
words = {"SUCCESS": "pass", "FAILURE": "fail", "SKIPPED": "skip"}
for t in test.subtests:
	print(words.get(t.status.name, t.status.name), t.name.rstrip(),
	      file=sys.stderr)
' "$kunit" <"$stream" 2>&1 >"$tmp/kunit"
	grep -a 'ERROR' "$tmp/kunit"
}
if [ -z "$kunit" ]; then
	skip "kunit_parser.py" "no kernel source with tools/testing/kunit: name one in KSRC"
elif ! command -v python3 >/dev/null; then
	skip "kunit_parser.py" "no python3"
else
	kunit_parser >"$tmp/by"
	check "programs by kunit_parser.py" agrees "$tmp/programs" <"$tmp/by"
fi

finish
