# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC1003,SC2016,SC2020
#
# What make.sh makes the series of.

die()
{
	echo "make series: $*" >&2
	exit 2
}

# Makes KSRC and OUTPUT whole paths.
series_paths()
{
	OUTPUT=${OUTPUT:-$top/build}
	mkdir -p "$OUTPUT" || die "cannot write to $OUTPUT"
	OUTPUT=$(CDPATH='' cd -- "$OUTPUT" && pwd)
	[ -n "${KSRC-}" ] || kernel_source_newest
	[ -d "$KSRC" ] || die "KSRC=$KSRC is no folder"
	KSRC=$(CDPATH='' cd -- "$KSRC" && pwd)
	for file in MAINTAINERS tools/testing/selftests/Makefile; do
		[ -r "$KSRC/$file" ] ||
			die "KSRC=$KSRC is no kernel source tree: there is no $file"
	done
}

# Sets KSRC: set-up fetches what is not in the cache.
kernel_source_newest()
{
	name=$(awk '!/^#/ && NF && $1 !~ /-64k$/ { last = $1 } END { print last }' \
		"$top/machine/kernels.table")
	cache=${KVM_HV_NESTED_CACHE:-$top/.cache}
	version=$(cat "$cache/kernels/$name/version" 2>/dev/null)
	[ -n "$version" ] && [ -d "$cache/source/$version" ] ||
		sh "$top/machine/setup.sh" source "$name" || exit 2
	KSRC=$cache/source/$(cat "$cache/kernels/$name/version")
}

# PATCH FILE, a line for each file of the collection in the checkout $1: from `files`,
# whose rows are PATCH and patterns, as the shell has them. `-`: is not for upstream.
assign()
{
	(cd "$1" && git ls-files --cached --others --exclude-standard -- lib include \
		x86-free-ppc64 tests config settings) >"$tmp/tracked"
	sed '/^#/d; /^$/d' "$here/files" >"$tmp/rows"
	while IFS= read -r file; do
		[ -f "$1/$file" ] || continue
		found=
		while read -r patch patterns; do
			set -f
			# shellcheck disable=SC2086 # patterns
			set -- "$1" $patterns
			set +f
			for pattern; do
				# shellcheck disable=SC2254
				case $file in
				$pattern) found="$found $patch" ;;
				esac
			done
		done <"$tmp/rows"
		case $found in
		'') echo "make series: $file is in no patch: give it to one in" \
			"docs/series/files" >&2 ;;
		*' '*' '*) echo "make series: $file is in several patches:$found" >&2 ;;
		' -') ;;
		*) echo "${found# } $file" ;;
		esac
	done <"$tmp/tracked" >"$tmp/rows.out" 2>"$tmp/complaints"
	cat "$tmp/rows.out"
	cat "$tmp/complaints" >&2
	[ ! -s "$tmp/complaints" ]
}

# The architecture has upstream's name there.
upstream_name()
{
	echo "$1" | sed 's,^x86-free-ppc64/,powerpc/,'
}

# What the Makefile of the checkout has between `# series: begin NAME` and `# series: end`.
part()
{
	awk -v begin="# series: begin $1" '
		$0 == begin { on = 1; next }
		$0 == "# series: end" { on = 0 }
		on' "$top/Makefile" |
		sed 's,\$(here)/,,g; s,x86-free-ppc64,powerpc,g'
}

# A list of programs, of those that are there. $1: its name, $2: the collection
programs()
{
	sed -n "/^$1 :=/,/[^\\\\]$/p" "$top/Makefile" | tr -d '\\' |
		tr -s ' \t' '\n\n' | while IFS= read -r program; do
			[ ! -e "$2/tests/$program.c" ] || echo "$program"
		done | awk -v name="$1 :=" '
			{ printf "%s %s", (NR > 1 ? " \\\n\t   " : name), $0 }
			END { if (NR) print "" }'
}

# Makefile.in with the parts that the collection $1 wants so far.
make_makefile()
{
	while IFS= read -r line; do
		name=${line#@}
		name=${name%@}
		case $line in
		'@programs '*)
			programs "${name#programs }" "$1" ;;
		@*/*@)
			[ ! -d "$1/${name%% *}" ] || part "$name" ;;
		@*@)
			part "$name" ;;
		*)
			printf '%s\n' "$line" ;;
		esac
	done <"$here/Makefile.in" | cat -s
}

# The first patch makes the tree know of the collection.
enter_tree()
{
	sed -n '1p; /^# built inside/,$p' "$top/.gitignore" |
		grep -v -e '^# built' -e /unit/ >"$ours/.gitignore"
	awk '{ print } $0 == "TARGETS += kvm" { print "TARGETS += kvm-hv-nested"; done = 1 }
		END { exit !done }' "$KSRC/tools/testing/selftests/Makefile" \
		>"$tree/tools/testing/selftests/Makefile" ||
		die "$KSRC has no TARGETS of kvm to go beside"
	awk -v place="$place" '{ print }
		/^KERNEL VIRTUAL MACHINE FOR POWERPC/ { on = 1 }
		/^$/ { on = 0 }
		on && $0 == "F:\tarch/powerpc/kvm/" {
			print "F:\t" place "/"
			done = 1
		}
		END { exit !done }' "$KSRC/MAINTAINERS" >"$tree/MAINTAINERS" ||
		die "$KSRC/MAINTAINERS has no entry of KVM on powerpc to go into"
}

# The known defects, and what their patches are called.
defects_table()
{
	awk -F'"' '/^KNOWN_DEFECT/ { name = $2; getline; print name, $(NF - 1) }' \
		"$top/lib/runner/known_defects.h" |
		while read -r name commit; do
			echo "$name ${commit:--} $(sed -n 's/^Subject: KVM: [^:]*: [^:]*: //p' \
				"$top/docs/fixes/$name.patch")"
		done | awk '
			NF < 3 { exit 1 }
			{
				line = sprintf(" %-27s", $1)
				if ($2 != "-")
					$(NF + 1) = "(" $2 ")"
				for (i = 3; i <= NF; i++) {
					if (length(line " " $i) > 75) {
						print line
						line = sprintf("%28s", "")
					}
					line = line " " $i
				}
				print line
			}'
}

# "N of M" faulty modules that are found on `backports`, as the campaign wrote it.
# $1: the section: by the suite or by random sequences alone
mutants_score()
{
	awk -F' *[|] *' -v section="## $1" '
		/^## / { on = $0 == section }
		$2 == "group" { at = 0; for (i = 3; i < NF; i++) if ($i == "backports") at = i }
		$2 == "**all**" && on && at { print $at; exit }' "$top/docs/mutants.md" |
		sed -n 's/^\([0-9]* of [0-9]*\),.*/\1/p'
}

# Sets score and walk, for the letter and the messages.
read_scores()
{
	score=$(mutants_score Score)
	walk=$(mutants_score 'Found by sequences at random alone')
	[ -n "$score" ] || die "docs/mutants.md has no score for the cover letter"
	[ -n "$walk" ] || die "docs/mutants.md has no score for 24-random"
}

# $1: the message of a patch
message_text()
{
	sed -e '1{/SPDX/d;}' -e "s/@walk@/$walk/" "$1"
}

# $tmp/letter: its subject and text.
letter_text()
{
	defects_table >"$tmp/defects" || die "docs/fixes has no patch for a known defect"
	sed -e '1{/SPDX/d;}' -e "s/@mutants@/$score/" -e "/^@defects@/{
		r $tmp/defects
		d
	}" "$here/cover-letter.in" >"$tmp/letter"
}

# format-patch's letter, with our text.
cover_letter()
{
	awk -v letter="$tmp/letter" '
		/\*\*\* SUBJECT [H]ERE \*\*\*/ {
			getline subject <letter
			sub(/\*\*\* SUBJECT [H]ERE \*\*\*/, subject)
		}
		/\*\*\* BLURB [H]ERE \*\*\*/ {
			getline <letter
			while ((getline line <letter) > 0)
				print line
			done = 1
			next
		}
		{ print }
		END { exit !done }' "$1" >"$tmp/cover" ||
		die "git format-patch wrote no cover letter as it used to"
	mv "$tmp/cover" "$1"
}
