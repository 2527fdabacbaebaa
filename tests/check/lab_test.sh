#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# docs/lab: what can be checked without the services.

# shellcheck disable=SC1091,SC2016
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two fail reads <5>
	three skip no node
EOT
fake_program second <<-EOT
	one xfail some-defect: it showed
	two xpass some-defect: it did not
	three error no memory
EOT
fake_program third <<-EOT
	one exit 3
EOT
run --results "$tmp/results"

# LAVA's own tools on a device: what they would write to the console.
mkdir "$tmp/bin"
cat >"$tmp/bin/lava-test-case" <<'EOT'
#!/bin/sh
[ "$2" = --result ] || exit 1
data="RESULT=$3"
[ "$4" != --measurement ] || [ "$6" != --units ] || data="$data UNITS=$7 MEASUREMENT=$5"
echo "<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=$1 $data>"
EOT
cat >"$tmp/bin/lava-test-set" <<'EOT'
#!/bin/sh
echo "<LAVA_SIGNAL_TESTSET $(echo "$1" | tr a-z A-Z)${2:+ $2}>"
EOT
chmod +x "$tmp"/bin/*
PATH=$tmp/bin:$PATH ${TEST_SH:-sh} "$tmp/tree/lib/runner/lava.sh" "$tmp/results" \
	>"$tmp/signals" 2>"$tmp/err"
check "lava: status 0" is_same $? 0

# As the dispatcher takes them: words KEY=VALUE with one '=', a result that it knows, a
# measurement that is a number, sets one after the other.
cat >"$tmp/dispatcher.awk" <<'EOT'
/^<LAVA_SIGNAL_TESTSET START [^ ]+>$/ { if (set != "") exit bad = 1
	set = $3; sub(/>$/, "", set); next }
/^<LAVA_SIGNAL_TESTSET STOP>$/ { if (set == "") exit bad = 1
	set = ""; next }
/^<LAVA_SIGNAL_TESTCASE .*>$/ {
	line = $0
	sub(/^<LAVA_SIGNAL_TESTCASE /, "", line)
	sub(/>$/, "", line)
	n = split(line, word, " ")
	split("", value)
	for (i = 1; i <= n; i++) {
		if (split(word[i], part, "=") != 2)
			exit bad = 1
		value[tolower(part[1])] = part[2]
	}
	if (value["result"] !~ /^(pass|fail|skip)$/ ||
	    value["test_case_id"] !~ /^[-_a-zA-Z0-9.]+$/ ||
	    value["measurement"] !~ /^([0-9]+(\.[0-9]+)?)?$/)
		exit bad = 1
	print set, value["test_case_id"], value["result"]
	next
}
{ exit bad = 1 }
END { if (bad || set != "") print "malformed: " $0 }
EOT
awk -f "$tmp/dispatcher.awk" "$tmp/signals" >"$tmp/read"
cat >"$tmp/expected" <<-EOT
	first program fail
	first global.one pass
	first global.two fail
	first global.three skip
	second program fail
	second global.one skip
	second global.two fail
	second global.three fail
	third program fail
	third global.one fail
EOT
check "lava: the results, as the dispatcher reads them" cmp -s "$tmp/expected" "$tmp/read"
check "lava: a case has its time" grep -q \
	'TEST_CASE_ID=global.one RESULT=pass UNITS=seconds MEASUREMENT=' "$tmp/signals"

# $1: what is said, the rest: arguments
lava_refuses()
{
	because=$1
	shift
	sh "$tmp/tree/lib/runner/lava.sh" "$@" >"$tmp/out" 2>"$tmp/err"
	is_same "$?" 2 && one_line && complains "$because"
}
check "lava: no results" lava_refuses "no summary.json in '$tmp/bin'" "$tmp/bin"
check "lava: not in LAVA" lava_refuses "no lava-test-case" "$tmp/results"

# The job, by LAVA's own schemas where they are installed.
job=$TOP/docs/lab/lava-job.yaml
if python3 -c 'import yaml, lava_common.schemas' 2>/dev/null; then
	check "lava: the job is valid" python3 -B -c '
import sys, yaml
from lava_common.schemas import validate, extra_checks
job = yaml.safe_load(open(sys.argv[1]))
validate(job)
extra_checks(job)' "$job"
else
	skip "lava: the job by its schemas" "no lava-common: apt-get install lava-common"
fi
if python3 -c 'import yaml' 2>/dev/null; then
	# What it runs, with the suite's archive in a folder: fetched by a stand-in.
	python3 -B -c '
import sys, yaml
test = yaml.safe_load(open(sys.argv[1]))["actions"][2]["test"]["definitions"][0]
print("\n".join(test["repository"]["run"]["steps"]))' "$job" >"$tmp/steps"
	cat >"$tmp/bin/lava-test-case" <<-'EOT'
		#!/bin/sh
		if [ "$2" = --shell ]; then
			name=$1
			shift 2
			eval "$*" && set -- "$name" pass || set -- "$name" fail
		fi
		echo "$@" >>"$SEEN"
	EOT
	printf '#!/bin/sh\n[ -d "$FETCHED" ] && cp -R "$FETCHED" kvm-hv-nested\n' >"$tmp/bin/tar"
	printf '#!/bin/sh\ntrue\n' >"$tmp/bin/wget"
	chmod +x "$tmp"/bin/*
	# The dispatcher's script begins so, and an end without a last line is no result.
	{ echo 'set -e'; cat "$tmp/steps"; echo 'echo ended >>"$SEEN"'; } >"$tmp/run.sh"
	# $1: the tree that is fetched. Sets `code`.
	on_device()
	{
		rm -rf "$tmp/device" "$tmp/seen"
		mkdir "$tmp/device"
		(cd "$tmp/device" && FETCHED=$1 SEEN=$tmp/seen PATH=$tmp/bin:$PATH TAR_URL=file \
			OPTIONS=--seed\ 3 UPLOAD=cat TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
			sh "$tmp/run.sh") >"$tmp/out" 2>&1 </dev/null
	}
	# $1: what is told at the end
	tells()	{ is_same "$(tail -n 2 "$tmp/seen" | tr '\n' ' ')" "$1 ended "; }
	on_device "$tmp/tree"
	check "lava: the steps come to results" is_same \
		"$(grep -c -- '--result' "$tmp/seen")" 10
	check "lava: the run's status is one of results" tells "run pass"
	mkdir -p "$tmp/root/proc/sys/kernel"
	echo 1 >"$tmp/root/proc/sys/kernel/panic_on_warn"
	on_device "$tmp/tree"
	check "lava: a run that is refused is a result too" tells "run fail"
	on_device "$tmp/none"
	check "lava: so is a suite that is not fetched" tells "run fail"
	check "lava: that is told" grep -q '^fetch fail$' "$tmp/seen"
else
	skip "lava: the steps" "no python3 with yaml"
fi

# tuxrun's command, as the shell on the device gets it.
cat >"$tmp/bin/tuxrun" <<-'EOT'
	#!/bin/sh
	while [ "$1" != -- ]; do shift; done
	sh -c "$2"
EOT
cat >"$tmp/bin/lava-test-case" <<-'EOT'
	#!/bin/sh
	echo "$@" >>"$SEEN"
EOT
chmod +x "$tmp"/bin/*
rm -rf "$tmp/seen" "$tmp/root/proc/sys"
SEEN=$tmp/seen PATH=$tmp/bin:$PATH TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
	sh "$TOP/docs/lab/tuxrun.sh" host key "$tmp/tree" >"$tmp/out" 2>"$tmp/err" </dev/null
check "tuxrun: its command comes to results" is_same "$(grep -c -- '--result' "$tmp/seen")" 10

if command -v xmllint >/dev/null; then
	check "junit: by its schema" xmllint --noout --dtdvalid "$TOP/docs/lab/junit.dtd" \
		"$tmp/results/junit.xml" 2>/dev/null
else
	skip "junit: by its schema" "no xmllint"
fi
if perl -e 1 2>/dev/null; then
	mkdir -p "$tmp/perl/Mojo"
	printf 'package opensusebasetest; 1;\n' >"$tmp/perl/opensusebasetest.pm"
	printf 'package testapi; 1;\n' >"$tmp/perl/testapi.pm"
	printf 'package Mojo::Base; sub import { strict->import } use strict; 1;\n' \
		>"$tmp/perl/Mojo/Base.pm"
	check "openqa: the module compiles" perl -I "$tmp/perl" -c "$TOP/docs/lab/openqa.pm" \
		2>/dev/null
else
	skip "openqa: the module" "no perl"
fi

finish
