# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2016,SC2034
#
# Find Debian's archive among those of this machine's apt. The release of an entry is not
# proof: a third party may use `stable` or Debian's code name too. The fetched lists
# decide: they are signed with Debian's keys, if the system has them, and their Release
# file names Debian.
#
# KVM_HV_NESTED_ROOT is put before the paths of the system's files, for tests.

ROOT=${KVM_HV_NESTED_ROOT-}

# os_release KEY
os_release()
{
	sed -n "s/^$1=//p" "$ROOT/etc/os-release" 2>/dev/null | tr -d "\"'"
}

# One line per main component of a binary entry: release, address, and from its Release
# file, if the system has fetched it: origin, label, code name. Without the system's
# caches, which apt would rewrite.
archive_entries()
{
	tab=$(printf '\t')
	entry='$(CREATED_BY)'$tab'$(COMPONENT)'$tab'$(RELEASE)'$tab'$(REPO_URI)'
	LC_ALL=C apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		indextargets --format \
		"$entry$tab"'$(ORIGIN)'"$tab"'$(LABEL)'"$tab"'$(CODENAME)' 2>/dev/null
	# Only this list has entries that were never fetched.
	LC_ALL=C apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		indextargets --no-release-info --format "$entry" 2>"$work/log"
}

# The entries that may be Debian's archive, most likely first: suite, address. On another
# distribution the entry's suite is used, and only if the lists that the system has
# fetched are Debian's.
archive_candidates()
{
	awk -F '\t' -v debian="$host_is_debian" -v own="$host_codename" '
	$1 != "Packages" || $2 != "main" || $4 ~ /^cdrom:/ { next }
	NF > 4 {
		known[$3, $4] = $7
		alien[$3, $4] = $5 != "Debian" || $6 != "Debian"
	}
	# Updates, security fixes and backports are archives of their own.
	$3 !~ /^[a-z]+$/ || seen[$3, $4]++ || alien[$3, $4] { next }
	{
		suite = own
		rank = 0
		if (!debian) {
			suite = known[$3, $4]
			rank = suite != ""
		} else if ($3 == own) {
			rank = 1
		} else if ($3 ~ /^(old)*stable$/) {
			rank = 2
		} else if ($3 ~ /^(testing|unstable|sid)$/) {
			rank = 3
		}
		if (rank && !taken[suite, $4]++)
			print rank "\t" NR "\t" suite "\t" $4
	}' | sort -n | cut -f3-
}

archive_tools()
{
	for tool in apt-get apt-cache apt-config dpkg dpkg-deb; do
		system_tool $tool >/dev/null ||
			die "no $tool here: the emulated machine is set up from" \
				"Debian packages; use Debian 12 or newer, or run" \
				"natively on POWER9"
	done
	dpkg=$(system_tool dpkg)
}

archive_host()
{
	host_arch=$(apt-config dump --format %v APT::Architecture)
	host_status=
	eval "$(apt-config shell host_status Dir::State::status/f)"
	host_codename=$(os_release VERSION_CODENAME)
	host_is_debian=
	[ "$(os_release ID)" != debian ] || [ -z "$host_codename" ] ||
		host_is_debian=1
	keyring=$ROOT/usr/share/keyrings/debian-archive-keyring.gpg
	[ -r "$keyring" ] || keyring=
}

# Sets host_arch, host_suite and archives, an address a line.
archives=
archive_find()
{
	[ -z "$archives" ] || return 0
	archive_tools
	archive_host
	archive_entries >"$work/entries" ||
		die "apt cannot read its own configuration: $(reason "$work/log")"
	archive_candidates <"$work/entries" >"$work/candidates"
	[ -s "$work/candidates" ] || archive_none
	host_suite=$(cut -f1 "$work/candidates" | head -n 1)
	archives=$(awk -F '\t' -v suite="$host_suite" '$1 == suite { print $2 }' \
		"$work/candidates")
}

# Exit: there is no archive of Debian's.
archive_none()
{
	[ -n "$host_is_debian" ] ||
		die "this is $(os_release PRETTY_NAME), and its apt has no archive of" \
			"Debian's: the emulated machine is set up from Debian packages;" \
			"use Debian 12 or newer (a container will do), or add Debian's" \
			"archive to apt and run apt-get update"
	! grep -q 'cdrom:' "$work/entries" ||
		die "apt knows '$host_codename' on a CD only, which lacks the packages" \
			"for ppc64el: add Debian's archive to /etc/apt/sources.list"
	die "apt knows no archive of '$host_codename': add Debian's to /etc/apt/sources.list"
}

# archive_name ADDRESS: the address for messages, without a password.
archive_name()
{
	printf '%s\n' "$1" | sed 's|//[^/@]*@|//|'
}

# Are the fetched lists Debian's, by their Release files?
archive_is_debian()
{
	for file in "$apt"/state/lists/*Release; do
		awk '/^Origin: Debian( Backports)?$/ { origin = 1 }
		     /^Label: Debian( Backports)?$/ { label = 1 }
		     END { exit !(origin && label) }' "$file" && continue
		echo "E: its Release file does not name Debian" >"$work/log"
		return 1
	done
}

# archive_first ADDRESS: try this one first for the next lists.
archive_first()
{
	archives=$(printf '%s\n' "$archives" | grep -Fvxe "$1")
	archives=$1${archives:+
$archives}
}

# archive_give_up SUITES: exit, no archive has these lists.
archive_give_up()
{
	die "cannot fetch package lists ($1) from $why_archive: $why_text"
}
