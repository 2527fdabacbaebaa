# SPDX-License-Identifier: GPL-2.0
#
# How parsers that are no package here read a stream, as far as it goes for names
# and verdicts of cases.  Prints `VERDICT NAME` for each.
#   -v rule=tappy	the Python parser, on a program's lines
#   -v rule=linaro	test-definitions' parse-output.py, which LAVA's jobs and LKFT
#			use: tappy, and the reason of a skip goes to the name
#   -v rule=linaro-old	the same before it used tappy: only of what is not ok does
#			it cut off what is behind a '#'
#   -v rule=openqa	OpenQA::Parser::Format::KTAP: no skips

/^# (not )?ok [0-9]+ / {
	line = substr($0, 3)
	bad = sub(/^not /, "", line)
	sub(/^ok [0-9]+ /, "", line)
	name = line
	rest = ""
	if (at = index(line, "#")) {
		name = substr(line, 1, at - 1)
		rest = substr(line, at + 1)
	}
	sub(/^ +/, "", rest)
	sub(/ +$/, "", name)
	skip = rest ~ /^SKIP/
	if (rule == "linaro" && skip && !bad)
		name = name substr(rest, 5)
	if (rule == "linaro-old" && !bad) {
		name = line
		sub(/# SKIP/, "", name)
	}
	sub(/ +$/, "", name)
	if (skip && rule == "openqa")
		next
	print (bad ? "fail" : skip ? "skip" : "pass"), name
}
