#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What lacks for a build is named at once, with the command that installs it, and
# before anything is built.  A script plays the compiler.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"
fake_host
unset KSRC LLVM CC ARCH CROSS_COMPILE LACKS

# The commands that the scripts use, without make, without a compiler.
mkdir -p "$tmp/bare" "$tmp/full" "$tmp/root/etc" "$tmp/sources"
for command in awk basename cat chmod cp cut dirname env grep head id ls mkdir mktemp pwd rm sed \
	mkfifo mktemp mv readlink setsid sh sort tr uname; do
	path=$(command -v "$command") && ln -s "$path" "$tmp/bare/"
done
shell=${TEST_SH:-sh}
[ "$shell" = sh ] || ln -s "$(command -v "${shell%% *}")" "$tmp/bare/"

# $1: where, $2: name.  A compiler for ppc64le that finds all libraries but $LACKS.
fake_compiler()
{
	cat >"$1/$2" <<-'EOT'
		#!/bin/sh
		for word; do
			case $word in
			-dumpmachine) echo powerpc64le-linux-gnu; exit ;;
			-P) exec sed 's/__[A-Za-z0-9_]*__/1/g' ;;
			-M)
				header=$(sed -n 's/#include <\(.*\)>/\1/p')
				echo "-: /sysroot/include/$header /sysroot/else.h"
				exit ;;
			-static) archives=y ;;
			-l*) names="$names ${word#-l}" ;;
			esac
		done
		for name in ${archives:+c} $names; do
			case " $LACKS " in *" $name "*) exit 1 ;; esac
		done
		exit 0
	EOT
	chmod +x "$1/$2"
}

# $1: folder, $2: a word that tells a harness from an older one
fake_source()
{
	mkdir -p "$1/tools/testing/selftests"
	cat >"$1/tools/testing/selftests/lib.mk" <<-'EOT'
		CC := $(if $(LLVM),clang,$(CROSS_COMPILE)gcc)
		TEST_GEN_PROGS := $(TEST_GEN_PROGS:%=$(OUTPUT)/%)
		all: $(TEST_GEN_PROGS)
	EOT
	echo "$2" >"$1/tools/testing/selftests/kselftest_harness.h"
}

# Debian's names sort so.
old=$tmp/root/usr/src/linux-source-6.1
new=$tmp/root/usr/src/linux-source-6.12
fake_source "$old" passed
fake_source "$new" KSFT_XFAIL

# $1: PATH, the rest: arguments of needs.sh
needs()
{
	path=$1
	shift
	# shellcheck disable=SC2086 # TEST_SH may be two words
	PATH=$path TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
		KVM_HV_NESTED_CACHE=$tmp/cache ${TEST_SH:-sh} \
		"$TOP/lib/build/needs.sh" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}
harness=$new/tools/testing/selftests
all_lack="missing: make, gcc, static libc, static libnuma, static libtracefs, static libtraceevent"

echo 'ID=debian' >"$tmp/root/etc/os-release"
needs "$tmp/bare"
check "nothing there: status 1" exits 1
install="apt-get install make gcc libc6-dev libnuma-dev libtracefs-dev libtraceevent-dev"
check "nothing there: all at once, with Debian's command" says "$all_lack: $install"
check "nothing there: no temporary file" nothing_left

# One distribution's own names each. $1: ID, $2: ID_LIKE, $3: the command
names_packages()
{
	printf 'ID="%s"\nID_LIKE="%s"\n' "$1" "$2" >"$tmp/root/etc/os-release"
	[ -n "$2" ] || sed -i 2d "$tmp/root/etc/os-release"
	needs "$tmp/bare"
	check "nothing there, $1: its command" mentions ": $3"
	check "nothing there, $1: one line" is_same "$(wc -l <"$tmp/out")" 1
}
deb="apt-get install make gcc libc6-dev libnuma-dev libtracefs-dev libtraceevent-dev"
rpm="dnf install make gcc glibc-static numactl-devel libtracefs-devel libtraceevent-devel"
suse="zypper install make gcc glibc-devel-static libnuma-devel libtracefs-devel libtraceevent-devel"
names_packages ubuntu debian "$deb"
names_packages linuxmint 'ubuntu debian' "$deb"
names_packages fedora '' "$rpm; "
for id in rhel almalinux centos; do
	names_packages $id 'rhel centos fedora' "$rpm (with the repository CRB enabled); "
done
check "nothing there: Red Hat has no static libraries" mentions 'make gen_tar'
names_packages rhel fedora "$rpm (with the repository CRB enabled); "
names_packages opensuse-leap 'suse opensuse' "$suse; "
names_packages sles '' "$suse; "
mv "$new" "$old" "$tmp/sources/"
names_packages opensuse-tumbleweed 'opensuse suse' "$suse kernel-source; if that is older, "
mv "$tmp/sources/"linux-source-* "$tmp/root/usr/src/"
names_packages arch '' \
	"install make gcc glibc-static numactl-devel libtracefs-devel libtraceevent-devel, or"
echo 'ID=debian' >"$tmp/root/etc/os-release"

mkdir -p "$tmp/root/usr/lib/powerpc64le-linux-gnu" "$tmp/root/usr/include"
: >"$tmp/root/usr/lib/powerpc64le-linux-gnu/libnuma.a"
: >"$tmp/root/usr/include/numa.h"
needs "$tmp/bare"
some_lack="missing: make, gcc, static libc, static libtracefs, static libtraceevent"
install="apt-get install make gcc libc6-dev libtracefs-dev libtraceevent-dev"
check "without a compiler: a library that is there is not named" says "$some_lack: $install"

fake_compiler "$tmp/bare" gcc
needs "$tmp/bare"
check "no make: that alone" says "missing: make: apt-get install make"
needs "$tmp/bare" "$harness" gcc
check "all there: status 0" exits 0
check "all there: the flags for the headers, without pkg-config" says \
	"-isystem /sysroot/include/tracefs -isystem /sysroot/include/traceevent"
LACKS="numa tracefs" needs "$tmp/bare" "$harness" gcc
check "two libraries lack" says \
	"missing: static libnuma, static libtracefs: apt-get install libnuma-dev libtracefs-dev"
NO_LIBTRACEFS=1 LACKS="tracefs traceevent" needs "$tmp/bare" "$harness" gcc
check "NO_LIBTRACEFS=1: it may lack" exits 0
NO_LIBTRACEFS=1 LACKS="numa tracefs" needs "$tmp/bare" "$harness" gcc
check "NO_LIBTRACEFS=1: what else lacks" says \
	"missing: static libnuma: apt-get install libnuma-dev"
LACKS=c needs "$tmp/bare" "$harness" gcc
check "static libc lacks" mentions "static libc"
needs "$tmp/bare" "$harness" false
check "a compiler that does not work" mentions \
	"a compiler for ppc64le (\`false' is none)"

# Which source: the first that is new enough.
needs "$tmp/bare" --harness
check "of two sources that which is new enough" says "$harness"
mv "$new" "$tmp/sources/"
needs "$tmp/bare" "$old/tools/testing/selftests" gcc
too_old="the source of Linux 6.9 or later (the harness in $old/tools/testing/selftests is older)"
check "a source that is too old is named" mentions "$too_old: unpack"
needs "$tmp/bare" --harness
check "no other: none" says ""
KSRC=$tmp/sources needs "$tmp/bare"
check "KSRC without a source is named" mentions \
	"(KSRC=$tmp/sources is no kernel source)"
cat >"$tmp/bare/apt-cache" <<-'EOT'
	#!/bin/sh
	case "$*" in
	*Dir::Cache::pkgcache=\ *Dir::Cache::srcpkgcache=\ *) ;;
	*) exit 1 ;; # /var/cache/apt would be written to
	esac
	printf 'linux-source-%s - source\n' 6.1 6.12 6.9
EOT
chmod +x "$tmp/bare/apt-cache"
needs "$tmp/bare" "$old/tools/testing/selftests" gcc
check "apt's newest is advised" mentions \
	": apt-get install linux-source-6.12; tar -C /usr/src -xf /usr/src/linux-source-6.12.tar.xz"
echo 'echo "linux-source-6.1 - source"' >"$tmp/bare/apt-cache"
needs "$tmp/bare" "$old/tools/testing/selftests" gcc
check "apt's own, too old, is not advised" [ "$(grep -c apt-get "$tmp/out")" = 0 ]
mv "$tmp/sources/linux-source-6.12" "$new"

# The runner, from the sources.
rm "$tmp/bare/gcc"
PATH=$tmp/bare TMPDIR=$tmp/tmp KVM_HV_NESTED_ROOT=$tmp/root \
	KVM_HV_NESTED_CACHE=$tmp/cache ${TEST_SH:-sh} "$TOP/run_kselftest.sh" \
	--list >"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
check "the runner: status 2" exits 2
check "the runner: one line" one_line
check "the runner: the same one" complains "run_kselftest.sh: missing: make, gcc, "

# Where hardened hosts mount /tmp noexec.
mkdir "$tmp/noexec"
cat >"$tmp/on_noexec" <<-EOT
	mount -t tmpfs -o noexec none "$tmp/noexec" || exit 77
	PATH=$tmp/bare TMPDIR=$tmp/noexec KVM_HV_NESTED_ROOT=$tmp/root \
		exec ${TEST_SH:-sh} "$TOP/run_kselftest.sh" --list
EOT
unshare -m sh "$tmp/on_noexec" >"$tmp/out" 2>"$tmp/err" </dev/null
code=$?
if exits 77 || exits 1; then
	skip "the runner, a folder without programs" "no mount namespace here"
else
	check "the runner, TMPDIR is mounted noexec: what to do" complains \
		"is mounted noexec: set TMPDIR"
fi

# make, here and in a kernel tree.
make=$(command -v make) || {
	skip "make" "no make"
	finish
}
fake_compiler "$tmp/full" powerpc64le-linux-gnu-gcc
fake_compiler "$tmp/full" clang
cat >"$tmp/full/pkg-config" <<-EOT
	#!/bin/sh
	: >"$tmp/asked"
EOT
chmod +x "$tmp/full/pkg-config"

# $@: arguments of make
builds()
{
	rm -f "$tmp/asked"
	(unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
	PATH=$tmp/full:$PATH TMPDIR=$tmp/tmp \
		KVM_HV_NESTED_CACHE=$tmp/cache exec "$make" ARCH=powerpc \
		CROSS_COMPILE=powerpc64le-linux-gnu- "$@") \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
}
one_error()
{
	[ "$(grep -c '\*\*\*' "$tmp/err")" = 1 ] &&
		[ "$(grep -c 'error:' "$tmp/err")" = 0 ]
}

LACKS=numa builds -C "$TOP" OUTPUT="$tmp/build" KSRC="$old"
check "make: status 2" exits 2
check "make: one line" is_same "$(wc -l <"$tmp/err")" 1
check "make: it names all" complains \
	"*** missing: static libnuma, $too_old"
builds -C "$TOP" OUTPUT="$tmp/build" KSRC="$new" -n all
check "make: all there" exits 0
check "make: a cross build does not ask pkg-config" [ ! -e "$tmp/asked" ]
check "make: the compiler knows where its headers lie" mentions \
	"-isystem /sysroot/include/traceevent"
LACKS=numa builds -C "$TOP" OUTPUT="$tmp/build" KSRC="$new" -n clean lint
check "make clean, make lint: ask for no library" exits 0

# $@: flags that gcc alone has
has_none()
{
	for flag; do
		! mentions "$flag" || return 1
	done
}
builds -C "$TOP" OUTPUT="$tmp/build" KSRC="$new" LLVM=1 -n all
check "make LLVM=1: status 0" exits 0
check "make LLVM=1: by clang" mentions "clang "
check "make LLVM=1: none of gcc's own flags" has_none \
	-fno-tree-loop-distribute-patterns -Wno-clobbered -no-pie

# A kernel tree with another collection beside this one.
cache=${KVM_HV_NESTED_CACHE:-$TOP/.cache}/linux-source
[ -e "$cache/tools/testing/selftests/Makefile" ] || {
	skip "in a kernel tree" "no kernel source in the cache"
	finish
}
mkdir "$tmp/linux"
(cd "$cache" && tar -cf - tools/testing/selftests/*.* \
	tools/testing/selftests/Makefile tools/testing/selftests/kselftest \
	scripts/subarch.include) | tar -C "$tmp/linux" -xf -
selftests=$tmp/linux/tools/testing/selftests
mkdir "$selftests/other" "$selftests/kvm-hv-nested"
printf 'all:\n\t@echo the other is built\n' >"$selftests/other/Makefile"
for file in Makefile run_kselftest.sh settings include lib x86-free-ppc64 tests; do
	cp -R "$TOP/$file" "$selftests/kvm-hv-nested/"
done

LACKS=tracefs builds -C "$selftests" TARGETS="kvm-hv-nested other"
check "in a kernel tree: the rest goes on" exits 0
check "in a kernel tree: the other is built" says "the other is built"
check "in a kernel tree: one line" one_error
check "in a kernel tree: what lacks" complains "*** missing: static libtracefs"
LACKS=tracefs builds -C "$selftests" TARGETS="kvm-hv-nested other" FORCE_TARGETS=1
check "in a kernel tree: FORCE_TARGETS=1 stops" exits 2
sed 's/KSFT_XFAIL/passed/' "$cache/tools/testing/selftests/kselftest_harness.h" \
	>"$selftests/kselftest_harness.h"
builds -C "$selftests" TARGETS="kvm-hv-nested other"
check "in a kernel tree that is too old: the rest goes on" exits 0
check "in a kernel tree that is too old: one line" one_error
check "in a kernel tree that is too old: what to do" complains \
	"copy this collection into a newer tree"
check "in a kernel tree: nothing is built" [ -z "$(find "$selftests" -name '*.o')" ]

finish
