#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What the build needs: make, a compiler, static libraries, the kselftest harness.
#
#   needs.sh                        is everything present? Checks make too, and finds the
#                                   harness itself
#   needs.sh --harness              print the selftests folder to build with, or nothing
#   needs.sh SELFTESTS COMPILER...  is everything present, for this harness and compiler?
#
# If so it prints the compiler's flags for the headers. If not, one line that begins with
# "missing:" and names everything that is missing, and the command that installs it; the
# exit status is 1.
#
# pkg-config is not used: in a cross build it finds the host's libraries. The compiler
# itself reports the location of headers.

# shellcheck disable=SC2086 # COMPILER, flags and packages are lists of words

top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd) || exit 1
CACHE=${KVM_HV_NESTED_CACHE:-$top/.cache}
# Instead of `/`, as in lib/runner/probe.sh.
ROOT=${KVM_HV_NESTED_ROOT-}
release_needed=6.9

missing='' packages='' advice='' what=''

on_host()
{
	host_command=$1
	shift
	"${ROOT:+$ROOT/bin/}$host_command" "$@"
}

# $1: what it is, $2: its package
lacks()
{
	missing="$missing${missing:+, }$1"
	packages="$packages $2"
}

# Set `format`: deb, rpm, suse or nothing; and `from_crb`, where the distribution keeps
# what only a build wants in a repository that has to be enabled.
find_package_format()
{
	# shellcheck source=/dev/null
	family=$(. "$ROOT/etc/os-release" 2>/dev/null && echo " $ID $ID_LIKE ")
	format='' from_crb=''
	case $family in
	*" debian "* | *" ubuntu "*) format=deb ;;
	*" rhel "* | *" centos "*) format=rpm from_crb=y ;;
	*" fedora "*) format=rpm ;;
	*suse* | *" sles "*) format=suse ;;
	esac
}

# A harness with `exit_code` supports KSFT_XFAIL as exit status, listing the cases, and
# running one of them. $1: selftests folder
is_new_enough()
{
	grep -q KSFT_XFAIL "$1/kselftest_harness.h" 2>/dev/null
}

# Find the harness: in the kernel tree around this folder, in KSRC, fetched by set-up,
# installed. Sets `harness`, and `too_old`: the first one that is too old.
find_harness()
{
	harness='' too_old=''
	if [ -e "$top/../lib.mk" ]; then
		set -- "$top/.."
	elif [ -n "${KSRC-}" ]; then
		set -- "$KSRC/tools/testing/selftests"
	else
		set -- "$CACHE/linux-source" "$ROOT/lib/modules/$(on_host uname -r)/source" \
			"$ROOT"/usr/src/linux*
		for tree; do
			shift
			set -- "$@" "$tree/tools/testing/selftests"
		done
	fi
	for folder; do
		[ -e "$folder/lib.mk" ] || continue
		if is_new_enough "$folder"; then
			harness=$folder
			return
		fi
		too_old=${too_old:-$folder}
	done
}

# Does the compiler build a static program from stdin? $@: flags
compiles()
{
	$compiler $flags -x c - -o "$work/a.out" -static "$@" >"$work/log" 2>&1
}

# $1: required headers
program()
{
	for header in $1; do
		printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$header"
	done
	echo 'int main(void) { return 0; }'
}

# Flags for libraries whose headers lie in a folder of their own.
find_flags()
{
	for header in tracefs/tracefs.h traceevent/event-parse.h; do
		folder=$(echo "#include <$header>" |
			$compiler -M -MG -x c - 2>/dev/null |
			awk -v end="/$header" '{
				for (i = 1; i <= NF; i++) {
					at = length($i) - length(end)
					if ($i ~ /^\// && substr($i, at + 1) == end) {
						sub("/[^/]*$", "", $i)
						print $i
						exit
					}
				}
			}')
		[ -z "$folder" ] || flags="$flags${flags:+ }-isystem $folder"
	done
}

# Without a compiler: are a library's archive and header where distributions install them?
# $1: library, $2: header
in_usual_place()
{
	for archive in "$ROOT"/usr/lib*/"lib$1.a" "$ROOT"/usr/lib/*/"lib$1.a" \
		"$ROOT"/usr/local/lib*/"lib$1.a"; do
		[ ! -e "$archive" ] || [ ! -e "$ROOT/usr/include/$2" ] || return 0
	done
	return 1
}

# $1: library, $2: header, $3: its package's name in Debian and SUSE, $4: in Fedora
check_library()
{
	if [ -z "$compiler" ]; then
		[ -z "$cross" ] || return 0
		in_usual_place "$1" "$2" && return
	elif program "${2##*/}" | compiles "-l$1"; then
		return 0
	fi
	no_library=y
	case $format in
	deb) lacks "static lib$1" "$3" ;;
	suse) lacks "static lib$1" "$(echo "$3" | sed 's/-dev$/&el/')" ;;
	*) lacks "static lib$1" "$4" ;;
	esac
}

# Sets `compiler` to nothing if there is none.
check_compiler()
{
	if ! command -v "${compiler%% *}" >/dev/null; then
		lacks "${compiler%% *}" "$compiler_package"
		compiler=
	elif ! printf '#ifndef __powerpc64__\n#error\n#endif\nint nothing;\n' |
		$compiler -c -x c - -o "$work/a.o" >"$work/log" 2>&1; then
		lacks "a compiler for ppc64le (\`$compiler' is none)" \
			"$compiler_package"
		compiler=
	elif ! $compiler -shared -nostdlib "$work/a.o" -o "$work/a.so" \
		>"$work/log" 2>&1; then
		lacks "a linker for ppc64le (\`$compiler' finds none)" \
			"$linker_package"
		compiler=
	fi
}

check_libraries()
{
	if [ -n "$compiler" ]; then
		find_flags
		if [ -n "${NO_LIBTRACEFS-}" ]; then
			program 'numa.h' | compiles -lnuma && return
		else
			program 'numa.h tracefs.h event-parse.h' |
				compiles -lnuma -ltracefs -ltraceevent && return
		fi
	fi
	case $format in
	deb) check_library c stdlib.h libc6-dev ;;
	suse) check_library c stdlib.h glibc-devel-static ;;
	*) check_library c stdlib.h '' glibc-static ;;
	esac
	check_library numa 'numa.h' libnuma-dev numactl-devel
	[ -z "${NO_LIBTRACEFS-}" ] || return 0
	check_library tracefs tracefs/tracefs.h libtracefs-dev libtracefs-devel
	check_library traceevent traceevent/event-parse.h libtraceevent-dev \
		libtraceevent-devel
}

# Debian's and Ubuntu's package of a source that is new enough, if this machine's apt has
# one.  apt writes no index of its own for that, which it would keep in /var/cache/apt.
source_package()
{
	apt-cache -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		search --names-only '^linux-source-[0-9.]*$' 2>/dev/null |
		awk -v needed=$release_needed '{
			split($1, name, "-")
			split(name[3], v, ".")
			split(needed, n, ".")
			rank = v[1] * 1000 + v[2]
			if (rank >= n[1] * 1000 + n[2] && rank > best) {
				best = rank
				package = $1
			}
		}
		END { print package }'
}

check_harness()
{
	[ -z "$harness" ] || ! is_new_enough "$harness" || return 0
	[ -z "$harness" ] || too_old=$harness
	what="the source of Linux $release_needed or later"
	if [ -n "$too_old" ]; then
		what="$what (the harness in $too_old is older)"
	elif [ -n "${KSRC-}" ]; then
		what="$what (KSRC=$KSRC is no kernel source)"
	fi
	package=
	if [ -e "$top/../lib.mk" ]; then
		advice="copy this collection into a newer tree"
	elif [ -n "$cross" ]; then
		advice="leave KSRC out, and set-up fetches a source"
	else
		case $format in
		deb) package=$(source_package) ;;
		# It unpacks itself to /usr/src, and that was looked at.
		suse) [ -n "$too_old" ] || package=kernel-source ;;
		esac
		advice="unpack the source anywhere and name it by KSRC=DIR"
		case $package in
		linux-source-*) advice="tar -C /usr/src -xf /usr/src/$package.tar.xz" ;;
		kernel-source) advice="if that is older, $advice" ;;
		esac
	fi
	lacks "$what" "$package"
}

# The second part of the line: commands, and further advice.
how_to_install()
{
	# shellcheck disable=SC2086 # words
	set -- $packages
	install=
	if [ -n "$cross" ] && [ $# -gt 0 ] && [ "${1#clang}" = "${1#lld}" ]; then
		install="sh $top/machine/setup.sh tools fetches a compiler with its libraries:"
		install="$install build with CROSS_COMPILE=$CACHE/bin/powerpc64le-linux-gnu-"
	elif [ $# -gt 0 ]; then
		case $format in
		deb) install="apt-get install $*" ;;
		rpm) install="dnf install $*${from_crb:+ (with the repository CRB enabled)}" ;;
		suse) install="zypper install $*" ;;
		*) install="install $*, or what they are named here" ;;
		esac
	fi
	# Not every distribution packages the archives.
	[ -z "$no_library" ] || [ -n "$cross" ] || [ "$format" = deb ] || {
		advice="$advice${advice:+; }where these hold no static library, run \`make gen_tar'"
		advice="$advice on Debian or Ubuntu, of any architecture, and unpack it here"
	}
	echo "$install${install:+${advice:+; }}$advice"
}

cross=
if [ -n "${LLVM-}" ]; then
	case $LLVM in
	*/) compiler=${LLVM}clang ;;
	-*) compiler=clang$LLVM ;;
	*) compiler=clang ;;
	esac
	compiler_package="clang lld" linker_package=lld
else
	compiler=${CROSS_COMPILE-}gcc
	compiler_package=gcc linker_package=binutils
fi

case ${1-} in
--harness)
	find_harness
	echo "$harness"
	exit ;;
'')
	find_harness
	asks_for_make=y ;;
*)
	harness=$1 too_old='' asks_for_make=''
	shift
	compiler=$* ;;
esac
case $(on_host uname -m) in
ppc64le)
	# `setup.sh build` has fetched one, since the system's did not work.
	[ -n "${LLVM-}${CROSS_COMPILE-}" ] || [ -z "$asks_for_make" ] ||
		[ ! -x "$CACHE/bin/powerpc64le-linux-gnu-gcc" ] ||
		compiler=$CACHE/bin/powerpc64le-linux-gnu-gcc ;;
*)	cross=y ;;
esac

work=$(mktemp -d "${TMPDIR:-/tmp}/kvm-hv-nested-needs.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
flags='' no_library=''
find_package_format

[ -z "$asks_for_make" ] || command -v make >/dev/null || [ -x "$CACHE/bin/make" ] ||
	lacks 'make' make
check_compiler
check_libraries
check_harness

if [ -n "$missing" ]; then
	how=$(how_to_install)
	echo "missing: $missing${how:+: $how}"
	exit 1
fi
echo "$flags"
