# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2016
#
# $CACHE/compilers/gcc-N: the compiler that built a kernel of the table, if the cross
# compiler is older, with its assembler and libraries. A module from an older compiler can
# differ: with gcc before 13 its functions cannot be probed on 7.2.

compiler_recipe=1

# compiler_wanted KERNEL: the major version, or nothing. The kernel's headers are unpacked.
compiler_wanted()
{
	theirs=$(sed -n 's/^CONFIG_GCC_VERSION=\([0-9]*\)[0-9]\{4\}$/\1/p' \
		"$CACHE/kbuild/$1"/usr/src/linux-headers-*/.config)
	ours=$("$CACHE/bin/$cross-gcc-plain" -dumpversion | cut -d. -f1)
	[ "${theirs:-0}" -le "$ours" ] || echo "$theirs"
}

# compiler_path KERNEL: the prefix of PATH to build for it.
compiler_path()
{
	wanted=$(compiler_wanted "$1")
	[ -z "$wanted" ] || echo "$CACHE/compilers/gcc-$wanted/bin:"
}

# compiler_run VERSION NAME [ARGUMENT...]: another program of it than gcc, by its loader.
compiler_run()
{
	compiler=$CACHE/compilers/gcc-$1
	program=$compiler/usr/bin/$cross-$2-$1
	shift 2
	loader=$(libc_loader "$compiler") || exit
	"$compiler/$loader" --library-path "$compiler/${loader%/*}" "$program" "$@"
}

# Unpack what runs on this machine, without the libraries for ppc64le.
compiler_unpack()
{
	say "unpacking them to $CACHE/compilers/gcc-$1"
	for deb in "$work"/debs/*.deb; do
		case ${deb##*/} in
		*-ppc64el-cross_* | libstdc++* | libcc1* | *gconv*) continue ;;
		esac
		unpack "$work/compiler" "$deb" --wildcards \
			--exclude='./usr/share' --exclude='./etc' \
			--exclude='*/lto1' --exclude='*/ldscripts' \
			--exclude='*/gconv'
	done
	rm -rf "$work/debs"
}

# Compiler and assembler run with the libraries of their release, by its loader.
compiler_wrapper()
{
	mkdir -p "$work/compiler/bin" || die "cannot write to $work"
	loader=$(libc_loader "$work/compiler") || exit
	cat >"$work/compiler/bin/$cross-gcc-plain" <<EOF
#!/bin/sh
top=\${0%/*}/..
loader=\$top/$loader
libraries=\$top/${loader%/*}
exec "\$loader" --library-path "\$libraries" "\$top/usr/bin/$cross-gcc-$1" \\
	-wrapper "\$loader,--library-path,\$libraries" "\$@"
EOF
	chmod +x "$work/compiler/bin/$cross-gcc-plain"
	echo 'int nothing;' | "$work/compiler/bin/$cross-gcc-plain" -c -x c - \
		-o "$work/nothing.o" 2>"$work/log" ||
		die "gcc-$1 of $kernel_suite does not run here: $(reason "$work/log")"
}

# After setup_kbuild.
setup_compiler()
{
	wanted=$(compiler_wanted "$1")
	[ -n "$wanted" ] || return 0
	# gcc takes the words of -wrapper apart at commas.
	case $CACHE in
	*,*) die "gcc-$wanted does not run in a folder with a comma in its name: set" \
		"KVM_HV_NESTED_CACHE to another than $CACHE" ;;
	esac
	item_ready "compilers/gcc-$wanted" "$compiler_recipe" && return
	cache_begin
	item_ready "compilers/gcc-$wanted" "$compiler_recipe" && return
	apt_open "$kernel_suite"
	apt_download_whole "$work/debs" "gcc-$wanted-$cross"
	compiler_unpack "$wanted"
	compiler_wrapper "$wanted"
	item_put "compilers/gcc-$wanted" "$compiler_recipe" "$work/compiler"
}
