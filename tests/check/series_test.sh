#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make series`: what the patches hold. Whether they build: machine/series_test.sh.

# shellcheck disable=SC1091,SC2020,SC2034
. "$(dirname -- "$0")/common.sh"

if ! kernel_source || [ ! -r "$KSRC/MAINTAINERS" ]; then
	skip "make series" "no kernel source: name one in KSRC"
	finish
fi
command -v git >/dev/null || { skip "make series" "no git"; finish; }
unset GIT_DIR GIT_WORK_TREE
export GIT_AUTHOR_NAME=Author GIT_AUTHOR_EMAIL=author@example.org \
	GIT_COMMITTER_NAME=Author GIT_COMMITTER_EMAIL=author@example.org \
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
place=tools/testing/selftests/kvm-hv-nested
ours=$tmp/ours
copy_checkout "$ours"
git -C "$ours" init -q

# $1: the one line
refuses_with()
{
	exits 2 && [ "$(grep -c '^make series: ' "$tmp/err")" = 1 ] && complains "$1" &&
		[ ! -e "$tmp/build/series" ]
}

make_series()
{
	make_in -s -C "$ours" KSRC="${source-$KSRC}" OUTPUT="$tmp/build" series
}

check "no line of a message is over 75" is_same "" \
	"$(awk 'FNR > 1 && length > 75 { print FILENAME ":" FNR }' "$ours"/docs/series/*.txt)"

# $1: folder of messages.  Those that do not say how their checks were seen red
without_red()
{
	for message in "$1"/[0-9]*.txt; do
		grep -q '^Seen red' "$message" || echo "${message##*/}"
	done
}
check "each message says what was seen red" is_same "" "$(without_red "$ours/docs/series")"
mkdir "$tmp/messages"
cp "$ours/docs/series"/[0-9]*.txt "$tmp/messages/"
sed '/^Seen red/,$d' "$ours/docs/series/03-verdicts.txt" >"$tmp/messages/03-verdicts.txt"
check "one that does not is named" is_same 03-verdicts.txt "$(without_red "$tmp/messages")"

# $1: folder of messages.  The rows of red.tsv whose change is none, or is not named
stale_rows()
{
	tab=$(printf '\t')
	grep -v '^#' "$ours/docs/series/red.tsv" |
		while IFS=$tab read -r patch test file script words; do
			sed "$script" "$ours/$file" | cmp -s - "$ours/$file" &&
				echo "$file: '$script' changes nothing"
			tr '\n' ' ' <"$1/$patch.txt" | grep -Fq -e "$words" ||
				echo "$patch does not name what $test finds: $words"
		done
}
check "what red.tsv has can be tried, and is in its message" is_same "" \
	"$(stale_rows "$ours/docs/series")"
check "a message that does not name it is told" [ "$(stale_rows "$tmp/messages" |
	grep -c '^03-verdicts does not name')" -gt 1 ]

# What is wrong is told before anything is written.
echo >"$ours/lib/orphan.c"
make_series
check "a file in no patch" refuses_with "lib/orphan.c is in no patch"
rm "$ours/lib/orphan.c"
cp "$ours/docs/series/files" "$tmp/files"
echo '03-verdicts lib/array.c' >>"$ours/docs/series/files"
make_series
check "a file in two patches" refuses_with "lib/array.c is in several patches"
grep -v '^11-map' "$tmp/files" >"$ours/docs/series/files"
make_series
check "a program in no patch" refuses_with "tests/nested_map_test.c is in no patch"
sed 's/^11-map/11-maps/' "$tmp/files" >"$ours/docs/series/files"
make_series
check "a patch without a message" refuses_with "11-maps, which has no message"
cp "$tmp/files" "$ours/docs/series/files"
mv "$ours/docs/fixes/second-leaf-ors-frames.patch" "$tmp/"
make_series
check "a known defect without its fix" refuses_with "no patch for a known defect"
mv "$tmp/second-leaf-ors-frames.patch" "$ours/docs/fixes/"
source=$tmp make_series
check "no kernel tree" complains "is no kernel source tree"
mkdir -p "$tmp/kernel/tools/testing/selftests"
cp "$KSRC/MAINTAINERS" "$tmp/kernel/"
cp "$KSRC/tools/testing/selftests/lib.mk" "$tmp/kernel/tools/testing/selftests/"
echo 'TARGETS += other' >"$tmp/kernel/tools/testing/selftests/Makefile"
source=$tmp/kernel make_series
check "a kernel tree without the KVM selftests" refuses_with "no TARGETS of kvm"
mkdir "$tmp/kernel/$place"
source=$tmp/kernel make_series
check "a kernel tree that has it" refuses_with "has $place already"

# The rest is git's and takes its time: once.
[ -z "$TEST_SH" ] || finish

mkdir -p "$tmp/build/series"
: >"$tmp/build/series/0099-old.patch"
: >"$tmp/build/series/notes"
make_series
check "make series: status 0" exits 0
check "make series: says where" says "$tmp/build/series"
check "what an earlier call left goes" [ ! -e "$tmp/build/series/0099-old.patch" ]
check "what is not ours stays" [ -e "$tmp/build/series/notes" ]
cover=$tmp/build/series/0000-cover-letter.patch
check "the cover letter has its text" grep -q '^What it has found' "$cover"
check "the cover letter has a subject" grep -q '^Subject: \[PATCH 00/.*nested' "$cover"
check "the cover letter has nothing to fill in" [ -z "$(grep -F '***' "$cover")" ]
check "the letter and the messages have no @word@" [ -z "$(
	sed '/^---$/q' "$tmp/build/series"/[0-9]*.patch | grep -E '@[a-z0-9_-]+@')" ]
check "the cover letter names each known defect, and its fix" is_same "" "$(
	sed -n 's/^KNOWN_DEFECT([A-Z0-9_]*, "\(.*\)",$/\1/p' "$TOP/lib/runner/known_defects.h" |
		while read -r name; do
			grep -Eq "^ $name +[A-Z]" "$cover" || echo "$name"
		done)"
check "the cover letter has the score of the mutants" \
	grep -Eq ' finds [0-9]+ of [0-9]+\. ' "$cover"
for range in 0 3-2 1-99 2- x-3; do
	KSRC=$KSRC OUTPUT=$tmp/build PATCHES=$range sh "$TOP/docs/series/check.sh" \
		>"$tmp/out" 2>"$tmp/err"
	code=$?
	check "CHECK=1 PATCHES=$range is refused" exits 2
	check "CHECK=1 PATCHES=$range: why" complains "PATCHES=$range is no range of the "
done
check "no sign of who posts it" [ -z "$(grep -h '^Signed-off-by' "$tmp/build/series"/*)" ]

# One patch after the other, in a tree of its own.
tree=$tmp/tree
mkdir -p "$tree/tools/testing/selftests"
cp "$KSRC/MAINTAINERS" "$tree/"
cp "$KSRC/tools/testing/selftests/Makefile" "$tree/tools/testing/selftests/"
git -C "$tree" init -q && git -C "$tree" add -A && git -C "$tree" commit -qm base
rm "$cover"
git -C "$tree" am -q "$tmp/build/series"/*.patch >"$tmp/out" 2>"$tmp/err"
code=$?
check "git am takes it" exits 0

# $1: folder of the checkout, $2: of the series, if it has another name there.  What the
# series has is the same.
is_ours()
{
	set -- "$1" "${2:-$1}"
	(cd "$tree/$place/$2" && find . -type f ! -name Makefile ! -name .gitignore) |
		while IFS= read -r file; do
			case $file in
			./types.h) from=$ours/docs/series/types.h ;;
			*.[ch]) from=$tmp/renamed
				awk -f "$ours/docs/series/names.awk" "$ours/$1/$file" \
					>"$from" ;;
			*) from=$ours/$1/$file ;;
			esac
			cmp -s "$tree/$place/$2/$file" "$from" ||
				echo "#   $2/$file differs"
		done >"$tmp/differs"
	cat "$tmp/differs"
	[ ! -s "$tmp/differs" ]
}
check "lib: as here" is_ours lib
check "include: as here" is_ours include
check "tests: as here" is_ours tests
check "the ppc64 library: as here" is_ours x86-free-ppc64 powerpc

# Upstream's names of types, and what is aligned to a parenthesis that moves.
cat >"$tmp/ours.c" <<'EOT'
#include <stdint.h>
/* A uint64_t (in a
 * comment) */
static uint64_t first(const char *text,
		      uint32_t number, int (*fn)(uint64_t a,
						 int b))
{
	my_uint64_t x = call("uint (",
			     (uint64_t)sum(1,
					   2),
			     3);

	TEST_REQUIRE(x, "a reason %d",
		     3);
	if (uint64_t_is(x)) /* ( */
		return other((int64_t)x, y(z,
					   1), 2);
}
EOT
cat >"$tmp/theirs.c" <<'EOT'
#include "types.h"
/* A u64 (in a
 * comment) */
static u64 first(const char *text,
		 u32 number, int (*fn)(u64 a,
				       int b))
{
	my_uint64_t x = call("uint (",
			     (u64)sum(1,
				      2),
			     3);

	__TEST_REQUIRE(x, "a reason %d",
		       3);
	if (uint64_t_is(x)) /* ( */
		return other((s64)x, y(z,
				       1), 2);
}
EOT
awk -f "$ours/docs/series/names.awk" "$tmp/ours.c" >"$tmp/got.c"
diff "$tmp/theirs.c" "$tmp/got.c" | sed 's/^/#   /'
check "upstream's names, and what is aligned stays so" cmp -s "$tmp/theirs.c" "$tmp/got.c"
find "$tree/$place" -name '*.[ch]' ! -name types.h -exec grep -nw 'uint64_t' {} + >"$tmp/left"
check "no uint64_t in the series" [ ! -s "$tmp/left" ]
find "$tree/$place" -name '*.h' -exec grep -nE 'u64 \**(gpa|gva|l2_ra|l1_ra|ea)\>' {} + \
	>"$tmp/left"
check "gpa_t and gva_t for addresses of guests" [ ! -s "$tmp/left" ]
check "all programs" is_same "$(cd "$ours/tests" && echo ./*_test.c)" \
	"$(cd "$tree/$place/tests" && echo ./*_test.c)"
check "what upstream has something else for stays here" \
	[ ! -e "$tree/$place/lib/runner/options.sh" ]
check "the selftests' Makefile names it" grep -qx 'TARGETS += kvm-hv-nested' \
	"$tree/tools/testing/selftests/Makefile"
check "so does MAINTAINERS" grep -qx "F:	$place/" "$tree/MAINTAINERS"

# $1: revision.  Its programs, as its Makefile lists them and as they are.
programs_at()
{
	git -C "$tree" show "$1:$place/Makefile" | tr ' \t' '\n\n' | grep '_test$' | sort -u
}
sources_at()
{
	git -C "$tree" ls-tree --name-only "$1" "$place/tests/" |
		sed -n 's,.*/\(.*_test\)\.c$,\1,p' | sort
}
lists_what_is_there()
{
	for revision in $(git -C "$tree" rev-list HEAD -- "$place"); do
		[ "$(programs_at "$revision")" = "$(sources_at "$revision")" ] || return 1
	done
}
check "each patch's Makefile lists what is there" lists_what_is_there
check "the first program is alone with its patch" is_same nested_map_test \
	"$(sources_at "$(git -C "$tree" log --format=%h --diff-filter=A -1 -- \
		"$place/tests/nested_map_test.c")")"

finish
