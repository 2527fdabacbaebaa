#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# make matrix: several kernels and machines, resumed, one page and one JSON file.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
command -v python3 >/dev/null || {
	skip "matrix" "no python3"
	finish
}
fake_host
fake_tree
fake_program first <<-EOT
	one pass
	two xfail some-defect: <it> showed
EOT
fake_program second <<-EOT
	one skip no "2M" page
EOT
fake_machine
cp "$TOP/machine/matrix.sh" "$TOP/machine/matrix.py" "$tmp/tree/machine/"
mkdir -p "$tmp/cache/kernels/sid"
echo 7.2.0-fake >"$tmp/cache/kernels/sid/release"
# One of the machines breaks a case, as FAKE_BREAKS names it.
mv "$tmp/tree/machine/run.sh" "$tmp/tree/machine/boot.sh"
cat >"$tmp/tree/machine/run.sh" <<EOT
case "\$*" in *--dry-run*) ;; *) echo "\$*" >>"$tmp/runs" ;; esac
case "\$*" in
*"\${FAKE_BREAKS:-none}"*)
	sed -i 's/^one pass/one fail why not/' "$tmp/tree/first.cases" ;;
*)	sed -i 's/^one fail.*/one pass/' "$tmp/tree/first.cases" ;;
esac
. "$tmp/tree/machine/boot.sh"
EOT

matrix()
{
	: >"$tmp/runs"
	(cd "$tmp" && TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		KVM_HV_NESTED_CACHE=$tmp/cache OUTPUT=$tmp/out.d \
		${TEST_SH:-sh} "$tmp/tree/machine/matrix.sh") \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}
to=$tmp/out.d/matrix
# $1: an expression on the data, `d`
data()
{
	python3 -B -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(eval(sys.argv[2]))' "$to/matrix.json" "$1"
}

export KERNELS="backports sid" MACHINES="powernv9 powernv10" TLB=stock FAKE_BREAKS=powernv10
matrix
check "a case fails: status 1" exits 1
check "four runs" is_same "$(wc -l <"$tmp/runs")" 4
check "a column each" is_same \
	"$(data '" ".join(c["folder"] + "=" + str(c["status"]) for c in d["columns"])')" \
	"backports.powernv10.stock=1 backports.powernv9.stock=0 sid.powernv10.stock=1 \
sid.powernv9.stock=0"
check "a row each" is_same "$(data '[r["program"] + ":" + r["case"] for r in d["rows"]]')" \
	"['first:global.one', 'first:global.two', 'second:global.one']"
check "its results" is_same "$(data '[r["verdict"] for r in d["rows"][0]["results"]]')" \
	"['fail', 'pass', 'fail', 'pass']"
check "a reason" is_same "$(data 'd["rows"][0]["results"][0]["reason"]')" "fake.c:1: why not"
shows()	{ grep -Fq -e "$1" "$to/matrix.html"; }
check "page: nothing from elsewhere" is_same \
	"$(grep -ciE '<script [^>]*src|<link|<img|//' "$to/matrix.html")" 0
check "page: a cell with its reason, escaped" shows 'title="xfail: some-defect: &lt;it&gt; showed,'
check "page: for its filters" shows \
	'data-verdicts="fail,pass,fail,pass" data-name="first:global.one"'
check "page: the reasons" shows '<dt><span class="skip">skip</span> no &quot;2M&quot; page</dt>'
check "page: to each run's report" shows '<a href="sid.powernv9.stock/report.html">'
if command -v node >/dev/null; then
	sed -n '/<script>/,/<\/script>/p' "$to/matrix.html" | sed '1s/<script>//;$d' |
		sed 's,</script>.*,,' >"$tmp/page.js"
	check "page: its script is one" node --check "$tmp/page.js"
fi

matrix
check "again: nothing is run" [ ! -s "$tmp/runs" ]
check "again: the status is the same" exits 1
rm "$to/sid.powernv9.stock/done"
export TLB="stock strict" MACHINES=powernv9
matrix
check "what lacks is run" is_same "$(grep -c . "$tmp/runs")" 3
check "the columns that were there stay" is_same "$(data 'len(d["columns"])')" 6
# A summary that a run did not write to its end.
cp "$to/sid.powernv9.stock/summary.json" "$tmp/whole"
head -c 300 "$tmp/whole" >"$to/sid.powernv9.stock/summary.json"
matrix
check "a run that was cut off is left out, the others are told" is_same \
	"$code $(data 'len(d["columns"])')" "0 5"
check "it is named" complains "# sid.powernv9.stock: no whole summary.json: left out"
cp "$tmp/whole" "$to/sid.powernv9.stock/summary.json"

# $1: what is said; the rest: settings
matrix_refuses()
{
	saying=$1
	shift
	# shellcheck disable=SC2163 # what it stands for
	(export "$@" && matrix
	[ "$code" = 2 ] && one_line && complains "$saying")
}
check "a kernel that there is not" matrix_refuses \
	"no kernel 'bogus': it takes folders, and of" KERNELS="sid bogus"
check "a machine that there is not" matrix_refuses \
	"MACHINES takes powernv9 or powernv10, not 'powernv8'" MACHINES="powernv9 powernv8"
check "a TLB that there is not" matrix_refuses \
	"TLB takes stock, strict or strict-pwc, not 'none'" TLB=none
check "a test that there is not" matrix_refuses "no test 'none'" ARGS="-t none"
check "with these nothing is run" [ ! -s "$tmp/runs" ]
export ARGS="-t first:global.one"
matrix
check "other options: run anew" is_same "$(grep -c . "$tmp/runs")" 4
export FAKE_END=no-boot ARGS=
matrix
check "a machine that does not come up: status 2" exits 2
check "it is named" mentions "# sid powernv9 strict: no result, status 2"

finish
