#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Which archive set-up uses as Debian's, and its advice if it cannot fetch lists. With
# archives in local folders, signed with keys created here, and an apt configuration for
# them: neither the network nor the system's apt is used.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"

for tool in apt-get gpg gpgv; do
	command -v $tool >/dev/null || {
		skip "the archive" "no $tool"
		finish
	}
done

arch=$(apt-config dump --format %v APT::Architecture)
keys=$tmp/root/usr/share/keyrings
mkdir -p "$keys" "$tmp/root/etc" "$tmp/trusted" "$tmp/sources" "$tmp/lists/partial"

# $1: name, of a key and of its keyring in $tmp/NAME.gpg
make_key()
{
	mkdir -m 700 "$tmp/home.$1"
	gpg --homedir "$tmp/home.$1" --batch --quiet --passphrase '' \
		--quick-generate-key "$1" ed25519 sign never 2>"$tmp/err" &&
		gpg --homedir "$tmp/home.$1" --batch --export >"$tmp/$1.gpg"
}

# The only way to end its agent at once.
end_agents()
{
	for home in "$tmp"/home.*; do
		gpgconf --homedir "$home" --kill all 2>/dev/null
	done
	rm -rf "$tmp"
}
trap end_agents EXIT

# $1: folder, $2: suite, $3: its Origin, $4: whose key, $5: the line for Valid-Until
make_archive()
{
	dists=$tmp/$1/dists/$2
	mkdir -p "$dists"
	{
		printf 'Origin: %s\nLabel: %s\nSuite: x\nCodename: %s\n' "$3" "$3" "$2"
		LC_ALL=C date -u '+Date: %a, %d %b %Y 00:00:00 UTC'
		[ -z "${5-}" ] || echo "Valid-Until: $5"
		printf 'Architectures: %s ppc64el\nComponents: main\nSHA256:\n' "$arch"
		for one in "$arch" ppc64el; do
			list=main/binary-$one/Packages
			mkdir -p "$dists/${list%/*}"
			printf 'Package: nothing\nVersion: 1\nFilename: nothing\n' \
				>"$dists/$list"
			echo "Architecture: $one" >>"$dists/$list"
			printf ' %s %s %s\n' "$(sha256sum <"$dists/$list" | cut -c1-64)" \
				"$(wc -c <"$dists/$list")" "$list"
		done
	} >"$dists/Release"
	gpg --homedir "$tmp/home.$4" --batch --quiet --clearsign \
		-o "$dists/InRelease" "$dists/Release" && rm "$dists/Release"
}

# The system's apt knows these entries, from stdin, in this order.
apt_knows()
{
	cat >"$tmp/sources.list"
}

host_is()
{
	printf 'ID=%s\nPRETTY_NAME="%s"\nVERSION_CODENAME=%s\n' "$1" "$2" "$3" \
		>"$tmp/root/etc/os-release"
}

cat >"$tmp/apt.conf" <<EOT
Dir::Etc::parts "/dev/null";
Dir::Etc::main "/dev/null";
Dir::Etc::sourcelist "$tmp/sources.list";
Dir::Etc::sourceparts "$tmp/sources";
Dir::Etc::trusted "/dev/null";
Dir::Etc::trustedparts "$tmp/trusted";
Dir::State::lists "$tmp/lists";
Dir::State::status "/dev/null";
Acquire::http::Proxy "DIRECT";
EOT

# The first step of set-up: prints suite and archive.
cat >"$tmp/open.sh" <<'EOT'
machine=$TOP/machine
. "$machine/common.sh"
. "$machine/archive.sh"
. "$machine/apt_why.sh"
. "$machine/apt.sh"
cache_open
work=$CACHE/work
rm -rf "$work"
mkdir "$work"
archive_find
# shellcheck disable=SC2086 # words
apt_open ${SUITE-$host_suite}
echo "$host_suite $archive"
EOT

# As set-up on this machine; sets `code`, leaves out and err.
open()
{
	(
		export TOP APT_CONFIG="$tmp/apt.conf" KVM_HV_NESTED_ROOT="$tmp/root" \
			KVM_HV_NESTED_CACHE="$tmp/a cache"
		exec ${TEST_SH:-sh} "$tmp/open.sh"
	) >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}

takes()		{ exits 0 && says "$1 file:$tmp/$2/"; }
# The one line that is not a progress line, without the word $2.
advises()
{
	exits 2 && [ "$(grep -vc '^# ' "$tmp/err")" = 1 ] &&
		complains "$1" && ! complains "${2:-connect to the network}"
}

if ! make_key debian || ! make_key other; then
	skip "the archive" "gpg makes no key: $(sed q "$tmp/err")"
	finish
fi
cp "$tmp/debian.gpg" "$keys/debian-archive-keyring.gpg"
cp "$tmp/other.gpg" "$tmp/trusted/"
make_archive debian bookworm "Debian" debian
make_archive debian bookworm-backports "Debian Backports" debian
make_archive "debian two" bookworm "Debian" debian
make_archive third stable Third other
make_archive third bookworm Third other
make_archive copied bookworm Debian other
for suite in bookworm sid; do
	make_archive old $suite "Debian" debian "Thu, 01 Jan 2015 00:00:00 UTC"
done
make_archive ubuntu jammy Ubuntu other

host_is debian "Debian GNU/Linux 12" bookworm
echo "deb file:$tmp/debian bookworm main" | apt_knows
open
check "one archive" takes bookworm debian

export SUITE="bookworm bookworm-backports"
open
check "... and its backports" takes bookworm debian
unset SUITE

apt_knows <<EOT
deb file:$tmp/third stable main
deb file:$tmp/debian bookworm main
EOT
open
check "a third party's stable first" takes bookworm debian

echo "deb file:$tmp/third stable main" | apt_knows
open
check "a third party's stable alone: said whose keys lack" advises "Debian's own archive"

apt_knows <<EOT
deb file:$tmp/third bookworm main
deb file:$tmp/debian bookworm main
EOT
open
check "a third party with Debian's code name first" takes bookworm debian
check "... is named" complains "# file:$tmp/third/: "

mv "$keys/debian-archive-keyring.gpg" "$tmp/keyring"
cp "$tmp/debian.gpg" "$tmp/trusted/"
open
check "... also without Debian's keyring" takes bookworm debian
check "... and is named" complains "# file:$tmp/third/: E: its Release file does not name Debian"
rm "$tmp/trusted/debian.gpg"
mv "$tmp/keyring" "$keys/debian-archive-keyring.gpg"

echo "deb file:$tmp/debian stable main" | apt_knows
open
check "Debian's by the name of stable" takes bookworm debian

apt_knows <<EOT
deb cdrom:[Debian GNU/Linux 12 _Bookworm_ - Official DVD]/ bookworm main
deb file:$tmp/debian bookworm main
EOT
open
check "a CD first" takes bookworm debian

sed -i 2d "$tmp/sources.list"
open
check "a CD alone: said" advises "on a CD only"

echo "deb file:$tmp/debian%20two bookworm main" | apt_knows
open
check "an address with a blank" takes bookworm "debian two"

apt_knows <<EOT
deb file:$tmp/none bookworm main
deb file:$tmp/debian bookworm main
EOT
open
check "a mirror without the suite first" takes bookworm debian

sed -i 2d "$tmp/sources.list"
open
check "a mirror without the suite alone: said" advises "has it"

echo "deb file:$tmp/copied bookworm main" | apt_knows
open
check "another's signature: said" advises "debian-archive-keyring"

echo "deb file:$tmp/old bookworm main" | apt_knows
open
check "lists past their date: said" advises KVM_HV_NESTED_EXPIRED_LISTS=1
export SUITE=sid
open
check "lists past their date, of sid: said" advises KVM_HV_NESTED_EXPIRED_LISTS=1
export KVM_HV_NESTED_EXPIRED_LISTS=1
open
check "lists past their date, of sid, as asked for" takes bookworm old
unset SUITE
open
check "lists past their date, as asked for" takes bookworm old
unset KVM_HV_NESTED_EXPIRED_LISTS

# A port that nobody has.
echo "deb http://1:secret@127.0.0.1:9/ bookworm main" | apt_knows
open
check "no connection: said" advises "connect to the network" debian-archive-keyring
check "no password is printed" [ -z "$(grep secret "$tmp/err")" ]

apt_knows <<EOT
deb file:$tmp/third bookworm main
deb http://127.0.0.1:9/ bookworm main
EOT
open
check "no connection behind a third party: said" advises "connect to the network" \
	debian-archive-keyring

: | apt_knows
open
check "no archive: said" advises "apt knows no archive"

echo "deb bad" | apt_knows
open
check "a bad entry: said" advises "apt cannot read its own configuration: E: Malformed"

# On another distribution, only an archive whose fetched lists are Debian's.
system_updates()
{
	APT_CONFIG=$tmp/apt.conf apt-get -qq update -o Dir::Cache="$tmp/lists" \
		-o APT::Sandbox::User=root >"$tmp/err" 2>&1
	(cd "$tmp/lists" && find . -type f -exec cksum {} +) >"$tmp/lists.before"
}
cp "$tmp/debian.gpg" "$tmp/trusted/"

host_is ubuntu "Ubuntu 22.04" jammy
echo "deb file:$tmp/ubuntu jammy main" | apt_knows
open
check "Ubuntu: said" advises "this is Ubuntu 22.04"

apt_knows <<EOT
deb file:$tmp/ubuntu jammy main
deb file:$tmp/third stable main
deb file:$tmp/debian bookworm main
EOT
open
check "Ubuntu with Debian's archive, not fetched yet: said" advises "run apt-get update"
system_updates
open
check "Ubuntu with Debian's archive: that" takes bookworm debian
check "... and the system's lists stay" is_same "$(cat "$tmp/lists.before")" \
	"$(cd "$tmp/lists" && find . -type f -exec cksum {} +)"

host_is raspbian "Raspbian 12" bookworm
echo "deb file:$tmp/third bookworm main" | apt_knows
system_updates
open
check "a derivative with Debian's code name: said" advises "this is Raspbian 12"

host_is debian "Debian GNU/Linux 12" bookworm
apt_knows <<EOT
deb file:$tmp/third bookworm main
deb file:$tmp/debian bookworm main
EOT
system_updates
open
check "a third party by the system's lists" takes bookworm debian
check "... is not even asked" is_same "$(grep -c third "$tmp/err")" 0

finish
