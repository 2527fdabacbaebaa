# SPDX-License-Identifier: GPL-2.0
#
# Reads the data beside it, the table of what L0 does (fixture/l0_op_arrange.c, then
# l0_ops_*.c) and the tests (.c), and prints docs/coverage.md, which is text.md, read
# last, with tables. With whole=1 each row has all of its cases.

BEGIN {
	# With more cases than FEW a cell has FEW_OF_GROUP of each of FEW_GROUPS groups.
	FEW = 8
	FEW_GROUPS = 4
	FEW_OF_GROUP = 2
}

# The string that initializes a member of a struct, where it stands on this line.
function string_of(member,    text) {
	text = $0
	if (!sub(".*\\." member " = \"", "", text))
		return ""
	sub(/".*/, "", text)
	return text
}
function take_tag() {
	tag = $0
	gsub(/^[ \t]*\/\* Covers: | \*\/$/, "", tag)
}
function add_test(name, program) {
	if (name in of)
		return
	test[++tests] = name
	of[name] = program
}
# What case @name proves: the sentences of list @tags.
function add_proofs(name, tags,    i, size, list) {
	size = split(tags, list, ", ")
	for (i = 1; i <= size; i++) {
		if (!(list[i] in says)) {
			print kind ": no sentence " list[i] >"/dev/stderr"
			bad = 1
		}
		if ((list[i], name) in proves)
			continue
		proves[list[i], name]
		proof[list[i]] = proof[list[i]] \
			(proof[list[i]] == "" ? "" : ", ") name
	}
}
# An operation of the table: its row, and a case for each of its arrangements.
function add_operation(group, name, does, tags, arrangements) {
	if (!((group, name) in row_of)) {
		row_of[group, name] = ++actions
		action[actions] = does
	} else {
		action[row_of[group, name]] = action[row_of[group, name]] "; " does
	}
	row_of_text[does] = row_of[group, name]
	add_arrangements(group, name, tags, arrangements)
}
function add_arrangements(group, name, tags, arrangements,
			  i, size, list, test_name) {
	size = split(arrangements, list, " ")
	for (i = 1; i <= size; i++) {
		if (!(list[i] in arranged)) {
			print kind ": no arrangement " list[i] >"/dev/stderr"
			bad = 1
		}
		test_name = group "." name "_" list[i]
		if (!(test_name in of))
			add_to_row(row_of[group, name], test_name)
		add_test(test_name, group "_test")
		add_proofs(test_name, tags)
		add_proofs(test_name, arranged[list[i]])
	}
}
function add_to_row(row, names) {
	done_by[row] = done_by[row] (done_by[row] == "" ? "" : " ") names
}

FNR == 1 {
	kind = FILENAME
	sub(/.*\//, "", kind)
	tag = ""
}
/^#/ && kind ~ /\.tsv$/ { next }
kind == "sentences.tsv" {
	split($0, field, "\t")
	sentence[++sentences] = field[1]
	says[field[1]] = field[2]
	next
}
kind == "reasons.tsv" {
	split($0, field, "\t")
	reason[field[1]] = field[2]
	next
}
kind == "actions.tsv" {
	split($0, field, "\t")
	if (!(field[1] in row_of_text)) {
		action[++actions] = field[1]
		row_of_text[field[1]] = actions
	}
	add_to_row(row_of_text[field[1]], field[2])
	next
}
kind == "red.tsv" {
	split($0, field, "\t")
	if (!(field[1] in red))
		change[++changes] = field[1]
	if (!((field[1], field[2]) in red_at)) {
		red_at[field[1], field[2]]
		red[field[1]] = red[field[1]] (red[field[1]] == "" ? "" : ", ") field[2]
	}
	if (!((field[1], field[3]) in spoke)) {
		spoke[field[1], field[3]]
		witness[field[1]] = witness[field[1]] \
			(witness[field[1]] == "" ? "" : ", ") field[3]
	}
	was_red[field[2]]
	reds[field[2]] = reds[field[2]] (reds[field[2]] == "" ? "" : "\t") field[1]
	next
}
kind == "functions.tsv" {
	split($0, field, "\t")
	if (field[2] == "all") {
		measured = field[5]
		next
	}
	fn[++functions] = field[2]
	file[field[2]] = field[1]
	callers[field[2]] = field[3]
	how[field[2]] = field[4]
	cases[field[2]] = field[5]
	next
}
kind ~ /\.c$/ && /^[ \t]*\/\* Covers: / {
	take_tag()
	next
}
kind == "l0_op_arrange.c" && /ARRANGED\("/ {
	name = $0
	gsub(/.*ARRANGED\("|".*/, "", name)
	arranged[name] = tag
	tag = ""
	next
}
kind ~ /^l0_ops_.*\.c$/ {
	if (/^[ \t]*\.name = "/) {
		op_name = string_of("name")
		op_does = ""
		op_tag = tag
		tag = ""
	}
	if (/\.does = "/)
		op_does = string_of("does")
	if (/\.cases = "/) {
		group = kind
		gsub(/^l0_ops_|\.c$/, "", group)
		add_operation("nested_" group, op_name, op_does, op_tag,
			      string_of("cases"))
	}
	if (/\.l2_runs = /) {
		running = "nested_running." op_name
		if (!(running in of))
			add_to_row(row_of["nested_" group, op_name], running)
		add_test(running, "nested_running_test")
		add_proofs(running, op_tag)
	}
	if (/\.few_cases = "/ || few_go_on) {
		few = $0
		sub(/.*\.few_cases = "|^[ \t]*"/, "", few)
		few_go_on = few !~ /",/
		sub(/".*/, "", few)
		add_arrangements("nested_" group, op_name, op_tag, few)
	}
	next
}
kind ~ /\.c$/ && /^TEST(_F)?\(/ {
	name = $0
	gsub(/^TEST(_F)?\(|\).*/, "", name)
	if (!sub(/, /, ".", name))
		name = "global." name
	program = kind
	sub(/\.c$/, "", program)
	add_test(name, program)
	add_proofs(name, tag)
	if (tag == "")
		untagged = untagged (untagged == "" ? "" : ", ") name
	tag = ""
	next
}
kind ~ /\.c$/ { next }

# @list: "group.case" or "program:program.case", by commas or spaces. By group, so that a
# group's name comes once; of many, a few of the first groups unless @all is set.
function shorten(list, all,    i, n, size, each, group, nr, names, order, groups, text, left) {
	split("", nr)
	split("", names)
	size = split(list, each, /,? /)
	for (i = 1; i <= size; i++) {
		sub(/.*:/, "", each[i])
		group = each[i]
		sub(/\..*/, "", group)
		sub(/^[^.]*\./, "", each[i])
		if (!(group in nr))
			order[++groups] = group
		nr[group]++
		if (all || size <= FEW || nr[group] <= FEW_OF_GROUP)
			names[group] = names[group] (nr[group] > 1 ? ", " : "") each[i]
		else if (nr[group] == FEW_OF_GROUP + 1)
			names[group] = names[group] ", ..."
	}
	for (i = 1; i <= groups; i++) {
		n = nr[order[i]]
		if (!all && size > FEW && i > FEW_GROUPS) {
			left += n
			continue
		}
		text = text (i > 1 ? "; " : "") order[i] (n > 1 ? " (" n ")" : "") \
			": " names[order[i]]
	}
	return text (left ? "; " left " more in " groups - FEW_GROUPS " others" : "")
}
# The same as a list, a group in an item, filled to 95 columns.
function print_items(list,    i, j, size, each, words, column, word) {
	size = split(shorten(list, 1), each, "; ")
	for (i = 1; i <= size; i++) {
		words = split(each[i], word, " ")
		printf "*"
		column = 1
		for (j = 1; j <= words; j++) {
			if (column + 1 + length(word[j]) > 95) {
				printf "\n "
				column = 1
			}
			printf " %s", word[j]
			column += 1 + length(word[j])
		}
		print ""
	}
}

function without(name, what) {
	return "**no " what "**" (name in reason ? ": " reason[name] : "")
}
function table_sentences(    i) {
	print "| | Sentence | Cases |\n|---|---|---|"
	for (i = 1; i <= sentences; i++)
		print "| " sentence[i] " | " says[sentence[i]] " | " \
			(sentence[i] in proof ? shorten(proof[sentence[i]], whole) : \
			 without(sentence[i], "case")) " |"
	print "\nCases about other subjects, which the comments of their program and of their own"
	print "name:\n"
	print_items(untagged)
}
# How many of the measured cases, and which.
function entered_by(list,    size, each) {
	size = split(list, each, " ")
	if (size == all_cases)
		return "all"
	return size " of " all_cases ": " shorten(list, whole)
}
function table_functions(    i, name, size, each, last) {
	all_cases = split(measured, each, " ")
	for (i = 1; i <= functions; i++) {
		name = fn[i]
		if (file[name] ~ /mmu_radix/ &&
		    name ~ /rmmu|debugfs|_ctor$|_radix_init$|_radix_exit$|init_vm/)
			continue
		if (file[name] != last)
			print "\n`" file[name] "`:\n\n| Function | Cases |\n|---|---|"
		last = file[name]
		if (how[name] == "inlined" && callers[name] != "") {
			gsub(/ /, ", ", callers[name])
			size = "inlined into " callers[name]
		} else if (how[name] == "inlined") {
			size = "not in the module as a function of its own"
		} else if (cases[name] == "") {
			size = without(name, "case enters it")
		} else {
			size = entered_by(cases[name])
		}
		print "| `" name "` | " size " |"
	}
	size = ""
	for (i = 1; i <= tests; i++)
		if (index(" " measured " ", " " of[test[i]] ":" test[i] " ") == 0)
			size = size (size == "" ? "" : ", ") test[i]
	if (size == "")
		return
	print "\nNot measured yet, or not run without being named:\n"
	print_items(size)
}
function table_red(    i, left) {
	print "| Change | Witness | Cases |\n|---|---|---|"
	for (i = 1; i <= changes; i++)
		print "| " change[i] " | " witness[change[i]] " | " \
			shorten(red[change[i]], whole) " |"
	for (i = 1; i <= tests; i++)
		if (!(test[i] in was_red))
			left = left (left == "" ? "" : ", ") test[i]
	print "\nNot in this table:\n"
	print_items(left)
	for (i = 1; i <= tests; i++)
		is_test[test[i]]
	for (i in was_red)
		if (!(i in is_test)) {
			print "red.tsv: no case " i >"/dev/stderr"
			bad = 1
		}
}
# What L0 does: its cases, and the changes under which one of them was red.
function table_actions(    i, j, k, size, each, many, change_of, seen, text, others) {
	for (i = 1; i <= tests; i++)
		exists[test[i]]
	print "| L0 does | Cases | Seen red, among others, when |\n|---|---|---|"
	for (i = 1; i <= actions; i++) {
		split("", seen)
		text = ""
		others = 0
		size = split(done_by[i], each, " ")
		for (j = 1; j <= size; j++) {
			if (!(each[j] in exists)) {
				print "actions.tsv: no case " each[j] >"/dev/stderr"
				bad = 1
			}
			many = split(reds[each[j]], change_of, "\t")
			for (k = 1; k <= many; k++) {
				if (change_of[k] in seen)
					continue
				seen[change_of[k]]
				if (++others <= 3)
					text = text (others > 1 ? "; " : "") change_of[k]
			}
		}
		if (others > 3)
			text = text "; and " others - 3 " more"
		print "| " action[i] " | " shorten(done_by[i], whole) " | " \
			(others ? text : "**not yet**") " |"
	}
}
/^@actions@$/ { table_actions(); next }
/^@sentences@$/ { table_sentences(); next }
/^@functions@$/ { table_functions(); next }
/^@red@$/ { table_red(); next }
{ print }
END { exit bad }
