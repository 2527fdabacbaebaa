#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2015
#
# A mutant's module, built once: module.sh KERNEL STATE [MUTANT.cocci]. What was
# built lies in the cache, under the checksum of all that goes into it.
# Leaves STATE/ko/NAME.ko and, beside it, NAME.key, that checksum; or NAME.log,
# one line, why it does not build. Without a mutant the name is "unchanged".

mutants=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
machine=${mutants%/*}/machine
# shellcheck source=machine/common.sh
. "$machine/common.sh"
# shellcheck source=machine/tools.sh
. "$machine/tools.sh"
# shellcheck source=machine/compiler.sh
. "$machine/compiler.sh"
cache_open

kernel=$1
mutant=${3-}
name=unchanged
[ -z "$mutant" ] || name=$(basename "$mutant" .cocci)
out=$2/ko/$name
rm -f "$out".*
key=$({
	cat "$CACHE/kbuild/$kernel/.stamp" "$machine/build-module.sh" \
		"$machine/compiler.sh" "$machine/cocci.sh" ${mutant:+"$mutant"}
	PATH=$(compiler_path "$kernel")$CACHE/bin:$PATH "$cross-gcc-plain" --version
} | cksum | tr ' ' -)
built=$CACHE/mutants/$kernel/$name-$key.ko
mkdir -p "${built%/*}" || die "cannot write to $CACHE"
if [ ! -s "$built" ]; then
	# The last version of this mutant is of no use any more, nor what was broken off.
	rm -f "$CACHE/mutants/$kernel/$name"-*.ko*
	sh "$machine/build-module.sh" --kernel "$kernel" \
		${mutant:+--cocci "$mutant"} "$built.$$" 2>"$out.log" || {
		sed -n '$p' "$out.log" >&2
		exit 2
	}
	mv "$built.$$" "$built" || die "cannot write to $CACHE"
fi
cp "$built" "$out.ko" && echo "$key" >"$out.key" && rm -f "$out.log" ||
	die "cannot write to $2"
