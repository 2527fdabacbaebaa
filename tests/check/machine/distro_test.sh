#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A real Debian in the emulated machine, if one is in the cache: making it takes longer than
# all of these tests may.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

cache=${KVM_HV_NESTED_CACHE:-$TOP/.cache}

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a Debian in the emulated machine" "there is no emulated machine on POWER"
	finish ;;
esac
# One of an older recipe would be made anew.
recipe=$(sed -n 's/^distro_recipe=//p' "$TOP/machine/distro_image.sh")
if [ "$(cat "$cache/distro/.stamp" 2>/dev/null)" != "${recipe:-none}" ]; then
	skip "a Debian in the emulated machine" \
		"none in the cache: sh machine/setup.sh distro makes one, in some minutes"
	finish
fi
sh "$TOP/machine/distro.sh" --kills 2 tar kill >"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
grep '^#\|^not ok' "$tmp/out" | grep -v '^# [0-9]'
check "a Debian in the emulated machine: status 0" exits 0
check "a Debian in the emulated machine: the archive runs there" mentions \
	"tar: the archive: status 0"
check "a Debian in the emulated machine: as before after two kills" is_same \
	"$(grep -c '^ok .* kill: the host is as before, after SIGKILL' "$tmp/out")" 2

finish
