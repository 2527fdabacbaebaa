#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# QEMU 9.1.0 is not used: not the system's, not the archive's, not an old one in the cache.
# With fake QEMUs, which only print a version.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "QEMU's version" "there is no emulated machine on POWER"
	finish ;;
esac
command -v dpkg >/dev/null || {
	skip "QEMU's version" "no dpkg"
	finish
}

# $1: file, $2: version
fake_qemu()
{
	printf '#!/bin/sh\necho "QEMU emulator version %s"\n' "$2" >"$1"
	chmod +x "$1"
}

cat >"$tmp/ask.sh" <<'EOT'
machine=$TOP/machine
. "$machine/common.sh"
. "$machine/archive.sh"
. "$machine/qemu_package.sh"
dpkg=dpkg
host_suite=stable
archive=file://me:secret@somewhere/
apt_field()
{
	case $apt_suite in
	*-backports) echo "$BACKPORTS" ;;
	*) echo "$RELEASE" ;;
	esac
}
"$@"
EOT

ask()
{
	TOP=$TOP RELEASE=${release-} BACKPORTS=${backports-} \
		${TEST_SH:-sh} "$tmp/ask.sh" "$@" >"$tmp/out" 2>"$tmp/err"
	code=$?
}

for version in 9.1.1 9.1.2 9.1.10 9.2.0 10.0.0 \
	"10.0.2 (Debian 1:10.0.2+ds-2~bpo12+1)" "9.1.1 (Debian 1:9.1.1+ds-2)"; do
	fake_qemu "$tmp/qemu" "$version"
	ask qemu_good_enough "$tmp/qemu"
	check "QEMU $version will do" exits 0
done
for version in 7.2.15 8.2.2 9.0.4 9.1.0 "9.1.0 (Debian 1:9.1.0+ds-1)" 9.0.93; do
	fake_qemu "$tmp/qemu" "$version"
	ask qemu_good_enough "$tmp/qemu"
	check "QEMU $version will not" exits 1
done
ask qemu_good_enough /bin/false
check "what is no QEMU will not" exits 1

release=1:9.1.1+ds-2 backports=1:10.0.2+ds-2~bpo12+1
ask qemu_packages
check "the release's 9.1.1" says qemu-system-ppc
release=1:9.1.0+ds-3
ask qemu_packages
check "the release's 9.1.0: the backports'" says qemu-system-ppc/stable-backports
release=1:7.2+dfsg-7
ask qemu_packages
check "the release's 7.2: the backports'" says qemu-system-ppc/stable-backports
backports=1:9.1.0+ds-3~bpo12+1
ask qemu_packages
check "9.1.0 in both: status 2" exits 2
check "9.1.0 in both: said" complains "QEMU 9.1.1 or newer is wanted"
check "9.1.0 in both: no password is printed" [ -z "$(grep secret "$tmp/err")" ]
backports=''
ask qemu_packages
check "none in the backports: said" complains "in stable-backports:none"

# A cache that was filled, with no way to fetch more.
mkdir -p "$tmp/cache/bin" "$tmp/cache/tools" "$tmp/bin"
for tool in qemu-ppc64le dtc fdtput fdtget cpio make patch xz \
	powerpc64le-linux-gnu-gcc powerpc64le-linux-gnu-ld; do
	echo '#!/bin/sh' >"$tmp/cache/bin/$tool"
	chmod +x "$tmp/cache/bin/$tool"
done
sed -n 's/^bin_recipe=//p' "$TOP/machine/tools.sh" >"$tmp/cache/bin/.stamp"
recipe=$(sed -n 's/^tools_recipe=//p' "$TOP/machine/tools.sh")
echo "recipe-$recipe gcc qemu-system qemu-user dtc cpio make patch xz " \
	>"$tmp/cache/tools/.stamp"
fake_qemu "$tmp/bin/qemu-system-ppc64" 9.1.0
printf '#!/bin/sh\necho "E: no fetching" >&2\nexit 100\n' >"$tmp/bin/apt-get"
chmod +x "$tmp/bin/apt-get"
set_up()
{
	(
		PATH=$tmp/bin:$PATH KVM_HV_NESTED_CACHE=$tmp/cache
		export PATH KVM_HV_NESTED_CACHE
		exec ${TEST_SH:-sh} "$TOP/machine/setup.sh" tools
	) >"$tmp/out" 2>"$tmp/err"
	code=$?
}

fake_qemu "$tmp/cache/bin/qemu-system-ppc64" 9.1.1
set_up
check "9.1.1 in the cache: nothing is fetched" exits 0
fake_qemu "$tmp/cache/bin/qemu-system-ppc64" 9.1.0
set_up
check "9.1.0 in the cache: another is fetched" exits 2
check "... by apt" complains "E: no fetching"

finish
