#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# `make series`: the collection as patches to a kernel tree, KSRC=DIR or the source of
# the newest kernel of machine/kernels.table, as tools/testing/selftests/kvm-hv-nested.
# It goes to series/ in OUTPUT=DIR, default build.
#
# Nothing of it is kept: a patch is its message (NN-*.txt here), the files that `files`
# gives to it, and what of the Makefile these want. Author and date are git's own
# (GIT_AUTHOR_NAME and the like). Exit status: 0 written, 2 not.

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=docs/series/parts.sh
. "$here/parts.sh"

place=tools/testing/selftests/kvm-hv-nested

command -v git >/dev/null || die "no git: install git"
git -C "$top" rev-parse 2>/dev/null ||
	die "no git repository, which tells what the files are: use a checkout"
{ git -C "$top" var GIT_AUTHOR_IDENT && git -C "$top" var GIT_COMMITTER_IDENT; } \
	>/dev/null 2>&1 ||
	die "git does not know whose patches these are: git config user.name and user.email"
series_paths
out=$OUTPUT/series
[ ! -e "$KSRC/$place" ] || die "KSRC=$KSRC has $place already: name another tree"

tmp=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-series.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A repository with what the series changes.
tree=$tmp/linux
ours=$tree/$place
mkdir -p "$ours"
cp "$KSRC/MAINTAINERS" "$tree/"
cp "$KSRC/tools/testing/selftests/Makefile" "$tree/tools/testing/selftests/"
in_tree()
{
	git -C "$tree" -c commit.gpgsign=false -c core.autocrlf=false "$@"
}
in_tree init -q
for key in user.name user.email; do
	! value=$(git -C "$top" config "$key") || in_tree config "$key" "$value"
done
in_tree add -A
in_tree commit -q --no-verify -m base || die "git cannot commit in $tmp"

read_scores
letter_text
assign "$top" >"$tmp/assigned" || exit 2
cut -d' ' -f1 "$tmp/assigned" | sort -u >"$tmp/patches"
while IFS= read -r patch; do
	[ -r "$here/$patch.txt" ] ||
		die "docs/series/files names $patch, which has no message:" \
			"write docs/series/$patch.txt"
done <"$tmp/patches"
for message in "$here"/[0-9]*.txt; do
	patch=${message##*/}
	patch=${patch%.txt}
	awk -v patch="$patch" '$1 == patch { print $2 }' "$tmp/assigned" >"$tmp/files"
	# Its rows match nothing: that part of the collection is not there.
	[ -s "$tmp/files" ] || continue
	while IFS= read -r file; do
		to=$ours/$(upstream_name "$file")
		mkdir -p "${to%/*}"
		cp -p "$top/$file" "$to"
		case $file in
		*.[ch]) awk -f "$here/names.awk" "$top/$file" >"$to" ;;
		esac
	done <"$tmp/files"
	make_makefile "$ours" >"$tmp/Makefile"
	cp "$tmp/Makefile" "$ours/Makefile"
	[ -e "$ours/.gitignore" ] || enter_tree
	mkdir -p "$ours/include"
	cp "$here/types.h" "$ours/include/"
	message_text "$message" >"$tmp/message"
	in_tree add -Af
	in_tree commit -q --no-verify --cleanup=strip -F "$tmp/message" ||
		die "git cannot commit $patch in $tmp"
done

rm -rf "$out.new"
mkdir -p "$out.new" || die "cannot write to $out"
in_tree format-patch -q -o "$out.new" --cover-letter --no-signature --no-renames \
	--stat-width=75 "$(in_tree rev-list --max-parents=0 HEAD)"
cover_letter "$out.new/0000-cover-letter.patch" || exit 2
# What an earlier call left, and nothing else.
rm -f "$out"/[0-9][0-9][0-9][0-9]-*.patch
mkdir -p "$out"
mv "$out.new"/*.patch "$out/" && rmdir "$out.new"
echo "$out"
