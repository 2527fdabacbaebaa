#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# machine/distro.sh: how it ends, with a program in QEMU's place; then a real Debian, if
# one is in the cache. To make it takes longer than all of these tests may.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a Debian in the emulated machine" "there is no emulated machine on POWER"
	finish ;;
esac
sh "$TOP/machine/setup.sh" all >&2 || exit
cache=$(cd "${KVM_HV_NESTED_CACHE:-$TOP/.cache}" && pwd)

# The cache of this tree, with a Debian and a QEMU of our own.
mkdir -p "$tmp/cache/distro"
for item in "$cache"/*; do
	case "${item##*/}" in
	# Others may be at work there.
	bin | distro | run.* | kvm-hv-nested-setup.*) ;;
	*) ln -s "$item" "$tmp/cache/" ;;
	esac
done
cp -a "$cache/bin" "$tmp/cache/bin"
mv "$tmp/cache/bin/qemu-system-ppc64" "$tmp/cache/bin/qemu"
sed -n 's/^distro_recipe=//p' "$TOP/machine/distro_image.sh" >"$tmp/cache/distro/.stamp"
for file in initrd vmlinux disk.img swap.img; do
	: >"$tmp/cache/distro/$file"
done
cat >"$tmp/cache/bin/qemu-system-ppc64" <<'EOT'
#!/bin/sh
share=
for word; do
	case $word in
	local,id=share,*) share=${word##*path=} ;;
	file:*) console=${word#file:} ;;
	esac
done
# It only tells its device tree.
[ -n "$share" ] || exec "${0%/*}/qemu" "$@"
echo "[    0.000000] Linux version 6.1" >"$console"
ls "$share" >"$PLAY/shared"
cat "$share/scenarios" >>"$PLAY/shared"
cat "$PLAY/verdicts" >>"$share/verdicts"
[ ! -e "$PLAY/stays" ] || exec sleep 1004
EOT
mkdir "$tmp/play"

# $@: arguments
distro()
{
	PLAY=$tmp/play KVM_HV_NESTED_CACHE=$tmp/cache sh "$TOP/machine/distro.sh" "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}
no_scratch()	{ [ -z "$(find "$tmp/cache/" -maxdepth 1 -name 'run.*')" ]; }

printf 'ok 1 tar: it runs\n# tar took 3 s\ndone\n' >"$tmp/play/verdicts"
distro tar
check "all well: status 0" exits 0
check "all well: its line" says "ok 1 tar: it runs"
check "all well: notes too" says "# tar took 3 s"
check "the archive and the scripts are shared" [ "$(grep -c \
	'^kvm-hv-nested.tar.gz$\|^job.sh$\|^scenario_run.sh$\|^tar$' "$tmp/play/shared")" = 4 ]
check "no scratch left" no_scratch

printf 'ok 1 tar: it runs\nnot ok 2 tar: all is back\n#   +mount\ndone\n' >"$tmp/play/verdicts"
distro tar --results "$tmp/results"
check "one that is not: status 1" exits 1
check "one that is not: why" says "#   +mount"
check "one that is not: the count" mentions "# 1 passed, 1 failed"
check "--results: the verdicts" cmp -s "$tmp/play/verdicts" "$tmp/results/verdicts"
check "--results: the console" grep -q Linux "$tmp/results/console.log"

printf 'ok 1 tar: it runs\n' >"$tmp/play/verdicts"
distro tar
check "it ends too early: status 2" exits 2
check "it ends too early: that is told" complains "ended before Debian was done"
: >"$tmp/play/stays"
distro tar --timeout 2
check "it does not end: status 2" exits 2
check "it does not end: that is told" complains "not done after 2 s"
check "it does not end: no process left" soon no_process
check "it does not end: no scratch left" no_scratch

if [ ! -e "$cache/distro/.stamp" ]; then
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
