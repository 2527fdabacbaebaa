# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2016,SC2034
#
# $CACHE/kbuild/NAME: everything to build kvm-hv.ko against a kernel of the table:
#   usr/       Debian's kernel headers and kbuild tools
#   pristine/  the module's sources, laid out as in the kernel tree
#   tree/      the same, where modules are built (see build-module.sh)

kbuild_recipe=4

# The packages of one kernel must have the same version.
kbuild_packages()
{
	headers=linux-headers-$release
	depends=$(apt_field Depends "$headers:ppc64el")
	for pattern in '^linux-headers-.*-common' '^linux-kbuild-'; do
		echo "$depends" | awk -v RS='[,|\n] *' -v pattern="$pattern" '
			$1 ~ pattern { print $1; exit }'
	done
}

# The module's objects differ between kernels: take them from its Makefile.
kbuild_file()
{
	cat <<'EOF'
# SPDX-License-Identifier: GPL-2.0
LINUXINCLUDE := -I$(src)/../include $(LINUXINCLUDE)
ccflags-y := -I$(src)/../../../virt/kvm -I$(src)
obj-m := kvm-hv.o
EOF
	awk '/^kvm-hv-/ { inside = 1 }
	     inside { print; inside = /\\$/ }' "$1"
}

kbuild_sources()
{
	from=$CACHE/source/$version
	to=$work/kbuild/pristine
	kvm=arch/powerpc/kvm
	asm=arch/powerpc/include/asm
	mkdir -p "$to/$kvm" "$to/$asm" "$to/virt" &&
	cp "$from/$kvm"/*.[chS] "$to/$kvm/" &&
	cp -R "$from/virt/kvm" "$to/virt/" &&
	kbuild_file "$from/$kvm/Makefile" >"$to/$kvm/Kbuild" ||
		die "cannot write to $work: is the disk full?"
	# The headers in the module's folder.
	for header in kvm_book3s_64.h kvm_book3s.h; do
		cp "$from/$asm/$header" "$to/$asm/" ||
			die "linux-source $version lacks $header"
	done
	cp -R "$to" "$work/kbuild/tree" || die "cannot write to $work"
}

kbuild_fetch()
{
	apt_open "$kernel_suite"
	packages=$(kbuild_packages)
	case $packages in
	*common*linux-kbuild*) ;;
	*) die "$kernel_suite no longer has the headers of $release: remove" \
		"$CACHE/kernels/$1 to take today's kernel" ;;
	esac
	set -- "linux-headers-$release:ppc64el=$version"
	for package in $packages; do
		set -- "$@" "$package=$version"
	done
	apt_download "$work/debs" "$@"
	say "unpacking them to $kbuild"
	for deb in "$work"/debs/*.deb; do
		# With a vmlinux there the build needs pahole.
		unpack "$work/kbuild" "$deb" --exclude='./usr/share' \
			--exclude='./lib' --exclude='*/vmlinux'
	done
	rm -rf "$work/debs"
	# Debian's Makefile has absolute paths of an installed system.
	headers=$work/kbuild/usr/src/linux-headers-$release
	{
		echo 'sources := $(realpath $(dir $(lastword $(MAKEFILE_LIST)))..)/'
		sed 's|/usr/src/|$(sources)|g' "$headers/Makefile"
	} >"$work/makefile" && mv "$work/makefile" "$headers/Makefile" ||
		die "cannot write to $work: is the disk full?"
}

# libc_loader DIR: the path of a libc's loader in it; its libraries are in the same folder.
libc_loader()
{
	(cd "$1" && find . -name 'ld-linux*.so*' -type f | head -n 1 | grep .) ||
		die "the libc for $1 holds no loader"
}

# The kbuild programs of a newer Debian may need a newer libc than the system's: then use
# that of their release.
kbuild_libc()
{
	modpost=$(echo "$work"/kbuild/usr/lib/linux-kbuild-*/scripts/mod/modpost)
	# Where Debian has one for each kind of target, modpost only chooses.
	[ ! -x "$modpost.real-lsb-64" ] || modpost=$modpost.real-lsb-64
	"$modpost" 2>&1 </dev/null | grep -q 'GLIBC_.*not found' ||
		return 0
	apt_download "$work/debs" "libc6:$host_arch"
	say "unpacking it to $kbuild/libc"
	unpack "$work/kbuild/libc" "$work"/debs/libc6_*.deb \
		--exclude='./usr/share' --exclude='*/gconv'
	rm -rf "$work/debs"
	loader=$(libc_loader "$work/kbuild/libc") || exit
	loader=libc/$loader
	mv "$modpost" "$modpost.own"
	cat >"$modpost" <<EOF
#!/bin/sh
here=\$(cd -P -- "\${0%/*}" && pwd)
kbuild=\${here%/usr/lib/*}
exec "\$kbuild/$loader" --library-path "\$kbuild/${loader%/*}" "\$0.own" "\$@"
EOF
	chmod +x "$modpost"
}

setup_kbuild()
{
	kernel_row "$1"
	cache_check_for_kernel
	setup_tools
	kbuild=$CACHE/kbuild/$1
	if item_ready "kbuild/$1" \
		"$kbuild_recipe $(cat "$CACHE/kernels/$1/version" 2>/dev/null)"; then
		return
	fi
	setup_source "$1"
	release=$(cat "$CACHE/kernels/$1/release")
	version=$(cat "$CACHE/kernels/$1/version")
	cache_begin
	item_ready "kbuild/$1" "$kbuild_recipe $version" && return
	kbuild_fetch "$1"
	kbuild_sources
	kbuild_libc
	item_put "kbuild/$1" "$kbuild_recipe $version" "$work/kbuild"
}
