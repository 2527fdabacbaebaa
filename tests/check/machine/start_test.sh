#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# How the emulated machine starts: once more where its firmware ends by itself, and
# only then. A program in QEMU's place plays the firmware and the machine.

# shellcheck disable=SC1091,SC2034,SC2154
. "$(dirname -- "$0")/../common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "a machine's start" "there is no emulated machine on POWER"
	finish ;;
esac

# The cache of this tree, with a QEMU of our own.
sh "$TOP/machine/setup.sh" kernel backports >&2 || exit
cache=$(cd "${KVM_HV_NESTED_CACHE:-$TOP/.cache}" && pwd)
mkdir -p "$tmp/cache" "$tmp/machine"
for item in "$cache"/*; do
	[ "${item##*/}" = bin ] || ln -s "$item" "$tmp/cache/"
done
cp -a "$cache/bin" "$tmp/cache/bin"
mv "$tmp/cache/bin/qemu-system-ppc64" "$tmp/cache/bin/qemu"
cat >"$tmp/cache/bin/qemu-system-ppc64" <<'EOF'
#!/bin/sh
console=
for word; do
	case $word in
	file:*) console=${word#file:} ;;
	file,id=ktap,*) ktap=${word#*logfile=} fifo=${word#*path=} fifo=${fifo%%,*} ;;
	file,id=control,*) control=${word#*path=} ;;
	esac
done
# It only tells its device tree.
[ -n "$console" ] || exec "${0%/*}/qemu" "$@"
echo >>"$PLAY/starts"
if [ "$(wc -l <"$PLAY/starts")" -le "$(cat "$PLAY/resets")" ]; then
	: >"$fifo"
	echo "the firmware of a machine" >"$console"
	exit 0
fi
echo "[    0.000000] Linux version 6.12" >"$console"
[ -s "$PLAY/dies" ] && printf 'KTAP version 1\n' | tee "$ktap" >"$fifo" &&
	exit 0
printf 'run\nstatus 0\n' >"$control"
printf 'KTAP version 1\n1..0\n' | tee "$ktap" >"$fifo"
EOF
chmod +x "$tmp/cache/bin/qemu-system-ppc64"
fake_tree

# $1: how often the firmware ends by itself
start()
{
	rm -f "$tmp/machine/starts"
	echo "$1" >"$tmp/machine/resets"
	PLAY=$tmp/machine KVM_HV_NESTED_CACHE=$tmp/cache \
		sh "$TOP/machine/run.sh" --tree "$tmp/tree" \
		--results "$tmp/results" -- >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

told()
{
	grep -qF "$1" "$tmp/err"
}

starts()
{
	[ "$(wc -l <"$tmp/machine/starts")" = "$1" ]
}

: >"$tmp/machine/dies"
start 0
check "a machine that comes up: status 0" exits 0
check "a machine that comes up: started once" starts 1

start 1
check "its firmware ends: said" told "the firmware ended before it came to the kernel"
check "its firmware ends: started twice" starts 2
check "its firmware ends: the second one's status" exits 0
check "its firmware ends: the second one's stream" says "KTAP version 1"

start 2
check "it ends again: not a third time" starts 2
check "it ends again: status 2" exits 2
check "it ends again: said" told "the machine did not come up: QEMU ended with status 0"

echo y >"$tmp/machine/dies"
start 0
check "its kernel ends: started once" starts 1
check "its kernel ends: status 1" exits 1

finish
