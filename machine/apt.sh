# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2016
#
# A private apt: it reads the system's apt configuration (addresses, proxies,
# credentials) and writes only to $work. The system's files do not change.
# archive.sh chooses the archive, apt_why.sh explains a failure.

# Megabytes, for package lists, packages and temporary unpacked files.
space_needed=1000

# apt_get ARGUMENT...: with messages that apt_why.sh can read.
apt_get()
{
	LC_ALL=C apt-get -c "$apt/conf" "$@" >"$work/log" 2>&1 </dev/null
}

apt_configure()
{
	apt=$work/apt
	rm -rf "$apt"
	mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" \
		"$apt/log" || die "cannot write to $work"
	cp "$host_status" "$apt/status" || die "cannot write to $work"
	cat >"$apt/conf" <<EOF || die "cannot write to $work: is the disk full?"
Dir::State "$apt/state";
Dir::State::lists "$apt/state/lists";
Dir::State::status "$apt/status";
Dir::State::extended_states "$apt/state/extended_states";
Dir::State::cdroms "$apt/state/cdroms.list";
Dir::Cache "$apt/cache";
Dir::Cache::archives "$apt/cache/archives";
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
}

# apt_sources URI SUITE...
apt_sources()
{
	options="arch=$host_arch,ppc64el target=Packages"
	[ -z "$keyring" ] || options="signed-by=$keyring $options"
	if [ -n "${KVM_HV_NESTED_EXPIRED_LISTS-}" ]; then
		say "the date of package lists is not checked"
		options="$options check-valid-until=no"
	fi
	# apt takes a quoted word apart at blanks and decodes %XX.
	uri=$(printf '%s\n' "$1" | sed 's/%/%25/g; s/ /%20/g')
	shift
	for suite; do
		echo "deb [$options] $uri $suite main"
	done >"$apt/sources.list"
}

# On a full disk apt hangs, or has no useful message: check before.
space_check()
{
	[ "$(free_megabytes)" -ge $space_needed ] ||
		die "$CACHE has $(free_megabytes) MB free, the set-up needs" \
			"$space_needed for the time of its work: free some or set" \
			"KVM_HV_NESTED_CACHE to another folder"
}

# apt_try SUITE...: lists of these suites, for this machine and ppc64el, from the
# first archive that has them.
apt_opened=
apt_try()
{
	[ "$*" != "$apt_opened" ] || return 0
	archive_find
	space_check
	apt_configure
	why_forget
	while IFS= read -r archive <&4; do
		apt_sources "$archive" "$@"
		say "fetching package lists ($*) to $apt (removed afterwards)"
		if apt_get update -qq && archive_is_debian; then
			apt_opened=$*
			archive_first "$archive"
			return 0
		fi
		why_remember "$archive"
	done 4<<EOF
$archives
EOF
	return 1
}

# apt_open SUITE...: the same, or exit.
apt_open()
{
	apt_try "$@" || archive_give_up "$*"
}

# Lists of all archives in this machine's apt configuration, Debian's or not.
apt_open_own()
{
	[ "$apt_opened" != own ] || return 0
	archive_tools
	archive_host
	space_check
	apt_configure
	sed -i '/^Dir::Etc::/d' "$apt/conf"
	say "fetching package lists to $apt (removed afterwards)"
	why_forget
	apt_get update -qq ||
		{ why_remember "$(os_release PRETTY_NAME)"; archive_give_up "this machine's own"; }
	apt_opened=own
}

# Of $apt_suite, where that is set, or of the suite that apt prefers.
apt_suite=
apt_query()
{
	apt-cache -c "$apt/conf" ${apt_suite:+-o "APT::Default-Release=$apt_suite"} \
		"$@" 2>/dev/null
}

# apt_field FIELD PACKAGE: of the version apt would take.
apt_field()
{
	apt_query show --no-all-versions "$2" |
		sed -n "s/^$1: //p" | head -n 1
}

# apt_download DIR PACKAGE[:ARCH][=VERSION]...: only these.
apt_download()
{
	dir=$1
	shift
	mkdir -p "$dir" || die "cannot write to $dir"
	say "fetching $*"
	(cd "$dir" && apt_get -qq download "$@") ||
		die "cannot fetch $*: $(why)"
}

# apt_install DIR STATUS PACKAGE...: with what they need and STATUS has not.
apt_install()
{
	dir=$1
	status=$2
	shift 2
	packages_wanted=$*
	mkdir -p "$dir/partial" || die "cannot write to $dir"
	set -- -o "Dir::Cache::archives=$dir" -qq -y \
		-o "Dir::State::status=$status" \
		-o Debug::NoLocking=1 --no-remove install "$@"
	apt_get --print-uris "$@" && cp "$work/log" "$work/uris" &&
		apt_get --download-only "$@" ||
		die "cannot fetch $packages_wanted: $(why)"
	apt_copy_files "$dir"
}

# apt does not copy packages of an archive that is a local folder. $work/uris: a line
# each, 'ADDRESS' NAME SIZE SUM, with %XX in the address.
apt_copy_files()
{
	awk -v quote="'" '
	function value(digit) { return index("0123456789abcdef", tolower(digit)) - 1 }
	index($1, quote "file:") == 1 {
		path = substr($1, 7, length($1) - 7)
		sub("^//*", "/", path)
		while (match(path, /%[0-9A-Fa-f][0-9A-Fa-f]/))
			path = substr(path, 1, RSTART - 1) \
				sprintf("%c", value(substr(path, RSTART + 1, 1)) * 16 + \
					      value(substr(path, RSTART + 2, 1))) \
				substr(path, RSTART + 3)
		print $2, path
	}' "$work/uris" | while read -r name path; do
		[ -e "$1/$name" ] || cp "$path" "$1/$name" ||
			die "cannot copy $path to $1: is the disk full?"
	done || exit
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

# unpack DIR DEB [TAR-ARGUMENT...]: the files of a package that the arguments select.
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
