#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# --tlb: which QEMU runs, what is said of it, and how that QEMU is built: a build
# that fails or is interrupted goes on where it was.  Stand-ins for the emulated
# machine, apt-get, configure and ninja; nothing is fetched.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program first <<-EOT
	one pass
EOT
fake_machine
# shellcheck disable=SC2016 # for that script
echo 'echo "$*" >>"$KVM_HV_NESTED_ROOT/set-up"' >"$tmp/tree/machine/setup.sh"

set_up()	{ grep -qx "$1" "$tmp/root/set-up"; }
summary()	{ grep -q "\"tlb\": \"$1\"" "$tmp/results/summary.json"; }

check "--tlb of no known name" refuses 2 "takes stock, strict or strict-pwc" \
	--emulate --tlb sticky
check "--tlb on the host" refuses 2 "add --emulate" --tlb strict
run --emulate --results "$tmp/results"
check "default: no QEMU is built" is_same "$(grep -c strict "$tmp/root/set-up")" 0
check "default: host line" mentions " tlb=stock"
check "default: summary" summary stock
run --emulate --tlb strict --results "$tmp/results" -t first
check "strict: its QEMU is set up" set_up strict-qemu
check "strict: the machine is told" grep -q -e "--tlb strict.* -- --inside --tlb strict -t first" \
	"$tmp/root/arguments"
check "strict: host line" mentions " tlb=strict"
check "strict: summary" summary strict
check "strict: report" grep -q "<th>tlb</th><td>strict</td>" "$tmp/results/report.html"
check "strict: the repeat command keeps it" grep -q -e "--emulate --tlb strict -t first" \
	"$tmp/results/summary.json"
run --native --results "$tmp/results"
check "native: summary" summary hardware

# The real command line.
words()	{ sh "$TOP/machine/run.sh" --dry-run "$@" 2>&1; }
check "strict: a property of the CPU" is_same \
	"$(words --tlb strict | grep -c "'POWER9,x-strict-tlb=on,")" 1
check "strict-pwc: page directory entries too" is_same \
	"$(words --tlb strict-pwc | grep -c "x-strict-pwc=on")" 1
check "stock: no property" is_same "$(words | grep -c "x-strict")" 0
check "run.sh: --tlb of no known name" is_same \
	"$(words --tlb none | grep -c "takes stock, strict or strict-pwc")" 1

case "$(uname -m)" in ppc64 | ppc64le)
	skip "the build" "a POWER host needs none"
	finish ;;
esac
for tool in apt-get flock gcc strip; do
	command -v $tool >/dev/null || {
		skip "the build" "no $tool"
		finish
	}
done

# A cache with tools, and with a build for which all has been fetched.
cache=$tmp/built
build=$cache/strict-build
mkdir -p "$cache/bin" "$cache/tools" "$build/source/configs/devices/ppc64-softmmu" \
	"$build/host/usr/bin" "$tmp/fake"
for tool in qemu-system-ppc64 qemu-ppc64le dtc fdtput fdtget cpio make patch xz \
	    powerpc64le-linux-gnu-gcc powerpc64le-linux-gnu-ld; do
	cp /bin/true "$cache/bin/$tool"
done
printf '#!/bin/sh\necho QEMU emulator version 10.0.2\n' >"$cache/bin/qemu-system-ppc64"
sed -n 's/^bin_recipe=//p' "$TOP/machine/tools.sh" >"$cache/bin/.stamp"
echo "recipe-1 gcc qemu-system qemu-user dtc cpio make patch xz " \
	>"$cache/tools/.stamp"
cat >"$build/source/configure" <<-EOT
	#!/bin/sh
	echo configured >>"$tmp/configured"
	: >build.ninja
EOT
cat >"$build/host/usr/bin/ninja" <<-'EOT'
	#!/bin/sh
	[ ! -e ../fails ] || { echo "error: no such thing"; exit 1; }
	cp /bin/true qemu-system-ppc64
EOT
chmod +x "$build/source/configure" "$build/host/usr/bin/ninja"
stamp()
{
	echo "$(sed -n 's/^strict_recipe=//p' "$TOP/machine/strict_qemu.sh")" \
		"$(cat "$TOP"/machine/qemu/*.patch | cksum | tr ' ' -)"
}
stamp >"$build/.stamp"
printf '#!/bin/sh\necho "E: Could not connect" >&2\nexit 100\n' >"$tmp/fake/apt-get"
# What is asked without the network goes to the real one.
sed -i "2i case \" \$* \" in *\" indextargets \"*) exec $(command -v apt-get) \"\$@\" ;; esac" \
	"$tmp/fake/apt-get"
chmod +x "$tmp/fake/apt-get"

strict()
{
	PATH=$tmp/fake:$PATH KVM_HV_NESTED_CACHE=$cache TMPDIR=$tmp/tmp \
		${TEST_SH:-sh} "$TOP/machine/setup.sh" strict-qemu \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

: >"$build/fails"
strict
check "a build that fails: status 2" exits 2
check "a build that fails: one line with the reason" complains \
	"setup.sh: QEMU does not build: error: no such thing; see $build/log"
check "a build that fails: nothing is put in place" is_same \
	"$(ls "$cache/strict-qemu" 2>/dev/null)" ""
rm "$build/fails"
strict
check "it goes on" exits 0
check "it goes on where it was" is_same "$(cat "$tmp/configured")" configured
check "the program is in place" "$cache/strict-qemu/qemu-system-ppc64"
check "sources and objects go" is_same "$(ls -d "$build" 2>/dev/null)" ""
strict
check "a second time there is nothing to do" is_same "$code $(cat "$tmp/err")" "0 "

echo other >"$cache/strict-qemu/.stamp"
strict
check "other patches: it is built anew; no network: status 2" exits 2
check "no network: one line" complains "E: Could not connect"
check "no network: the old one stays" test -x "$cache/strict-qemu/qemu-system-ppc64"
printf '#!/bin/sh\nexit 1\n' >"$tmp/fake/gcc"
chmod +x "$tmp/fake/gcc"
strict
check "no C library's headers: one line" complains "install gcc and libc6-dev"
rm "$tmp/fake/gcc"
printf '#!/bin/sh\nexit 1\n' >"$tmp/fake/python3"
chmod +x "$tmp/fake/python3"
strict
check "no venv: one line" complains "install python3-venv"
check "nothing half-done" is_same "$(ls -d "$cache"/setup.* 2>/dev/null)" ""

finish
