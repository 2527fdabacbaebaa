# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2154,SC2016
#
# A private apt: it reads the system's apt configuration (addresses, proxies,
# credentials) and writes only into $work. Nothing of the system's changes.

# The archive's address is whatever this machine's own apt uses for Debian.
apt_find_archive()
{
	for tool in apt-get apt-cache apt-config dpkg dpkg-deb; do
		system_tool $tool >/dev/null ||
			die "no $tool here: the emulated machine is set up from Debian packages; use Debian 12 or newer, or run natively on POWER9"
	done
	dpkg=$(system_tool dpkg)
	host_arch=$(apt-config dump --format %v APT::Architecture)
	host_suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -d '"')
	# Without release info it answers before the first apt-get update too;
	# without its caches, or it would write them anew. The release may be
	# written as a code name or as stable, oldstable and so on.
	archive=$(apt-get -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		indextargets --no-release-info \
		--format '$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI)' \
		2>/dev/null | awk -v suite="$host_suite" '
		$1 == "Packages" && $2 == "main" &&
		($3 == suite || $3 ~ /^(old)*stable$/) { print $4; exit }')
	[ -n "$archive" ] ||
		die "apt knows no archive of '$host_suite': add it to /etc/apt/sources.list"
}

# Megabytes, for package lists, packages and what is unpacked and not kept.
space_needed=1000

# apt_open SUITE...: lists of these suites, for this machine and ppc64el.
apt_opened=
apt_open()
{
	[ "$*" != "$apt_opened" ] || return 0
	apt_find_archive
	# apt hangs or says little on a full disk: better not to begin.
	[ "$(free_megabytes)" -ge $space_needed ] ||
		die "$CACHE has $(free_megabytes) MB free, the set-up needs $space_needed for the time of its work: free some or set KVM_HV_NESTED_CACHE to another folder"
	apt=$work/apt
	rm -rf "$apt"
	mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" \
		"$apt/log" || die "cannot write to $work"
	cp /var/lib/dpkg/status "$apt/status" || die "cannot write to $work"
	cat >"$apt/conf" <<EOF || die "cannot write to $work: is the disk full?"
Dir::State "$apt/state";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "";
Dir::Log "$apt/log";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear APT::Default-Release;
APT::Architecture "$host_arch";
#clear APT::Architectures;
APT::Architectures { "$host_arch"; "ppc64el"; };
APT::Install-Recommends "false";
APT::Update::Error-Mode "any";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::GzipIndexes "false";
Acquire::PDiffs "false";
Acquire::Retries "2";
EOF
	keys=/usr/share/keyrings/debian-archive-keyring.gpg
	: >"$apt/sources.list"
	for suite; do
		options="arch=$host_arch,ppc64el target=Packages"
		[ -r $keys ] && options="signed-by=$keys $options"
		# Mirrors keep sid's Release file past its date.
		[ "$suite" = sid ] && options="$options check-valid-until=no" &&
			say "sid: the date on its package lists is not checked"
		echo "deb [$options] $archive $suite main" >>"$apt/sources.list"
	done
	say "fetching package lists ($*) to $apt (removed afterwards)"
	apt-get -c "$apt/conf" update -qq >"$work/log" 2>&1 </dev/null ||
		die "cannot fetch package lists ($*): $(reason "$work/log"); connect to the network, or use a filled $CACHE"
	apt_opened=$*
}

apt_query()
{
	apt-cache -c "$apt/conf" "$@" 2>/dev/null
}

# apt_field FIELD PACKAGE: of the version apt would take.
apt_field()
{
	apt_query show --no-all-versions "$2" |
		sed -n "s/^$1: //p" | head -n 1
}

# apt_download DIR PACKAGE[:ARCH][=VERSION]...: these alone.
apt_download()
{
	dir=$1
	shift
	mkdir -p "$dir" || die "cannot write to $dir"
	say "fetching $*"
	(cd "$dir" && apt-get -c "$apt/conf" -qq download "$@") \
		>"$work/log" 2>&1 </dev/null ||
		die "cannot fetch $*: $(reason "$work/log")"
}

# apt_install DIR STATUS PACKAGE...: with what they need and STATUS has not.
apt_install()
{
	dir=$1
	status=$2
	shift 2
	mkdir -p "$dir/partial" || die "cannot write to $dir"
	apt-get -c "$apt/conf" -o "Dir::Cache::archives=$dir" -qq -y \
		-o "Dir::State::status=$status" \
		-o Debug::NoLocking=1 --no-remove --download-only \
		install "$@" >"$work/log" 2>&1 </dev/null ||
		die "cannot fetch $*: $(reason "$work/log")"
}

# apt_download_missing DIR PACKAGE...: with what they need and the system lacks.
apt_download_missing()
{
	dir=$1
	shift
	say "fetching $* and the libraries the system lacks for them"
	apt_install "$dir" "$apt/status" "$@"
}

# apt_download_whole DIR PACKAGE...: with all that they need, of their own release.
apt_download_whole()
{
	dir=$1
	shift
	say "fetching $* and all libraries for them"
	apt_install "$dir" /dev/null "$@"
}

# unpack DIR DEB [TAR-ARGUMENT...]: what the arguments select of a package.
unpack()
{
	dir=$1
	deb=$2
	shift 2
	mkdir -p "$dir" || die "cannot write to $dir"
	{ "$dpkg-deb" --fsys-tarfile "$deb" || echo dpkg-deb failed >&2; } \
		2>"$work/log" | "$(system_tool tar)" -C "$dir" --no-same-owner -x "$@" \
		2>>"$work/log" && [ ! -s "$work/log" ] ||
		die "cannot unpack ${deb##*/} to $dir: $(reason "$work/log")"
}
