# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2016,SC2034
#
# $CACHE/strict-qemu: a QEMU whose TLB keeps translations until they are
# invalidated, for --tlb strict. Built from Debian's source of QEMU with the
# patches in machine/qemu/, for the powernv machines only. Firmware and shared
# libraries are those of the packaged QEMU.
#
# The build's folder, $CACHE/strict-build, is kept until it is done, so that an
# interrupted build resumes.

strict_recipe=1

# Megabytes: the unpacked source and the build.
strict_space=1500

# The devices that the machine has (machine/qemu.sh).
strict_devices='POWERNV I2C ACPI VIRTIO_PCI VIRTIO_SERIAL VIRTIO_9P'

strict_stamp()
{
	echo "$strict_recipe $(cat "$machine"/qemu/*.patch | cksum | tr ' ' -)"
}

strict_ready()
{
	item_ready strict-qemu "$(strict_stamp)"
}

strict_check()
{
	compiler=$(system_tool gcc) &&
		echo '#include <stdio.h>' | "$compiler" -E - >/dev/null 2>&1 ||
		die "a build of QEMU needs gcc for this machine: install gcc and libc6-dev"
	python=$(system_tool python3) && "$python" -c 'import ensurepip, venv' 2>/dev/null ||
		die "a build of QEMU needs python3 with its module venv: install python3-venv"
	[ "$(free_megabytes)" -ge $strict_space ] ||
		die "$CACHE has $(free_megabytes) MB free, QEMU needs $strict_space while" \
			"it is built: free some or set KVM_HV_NESTED_CACHE to another folder"
}

# The lists of sources, with addresses and hashes, signed as the lists of packages are.
# From the suite whose QEMU is new enough.
strict_open()
{
	archive_find
	apt_open "$host_suite" "$host_suite-backports"
	from=$host_suite
	version=$(apt_field Version qemu-system-ppc)
	! "$dpkg" --compare-versions "${version:-0}" lt 1:9.1 2>/dev/null ||
		from=$host_suite-backports
	say "fetching the list of sources ($from)"
	sed -n "/ $from main\$/{s/^deb \[\(.*\) target=Packages/deb-src [\1 target=Sources/p;}" \
		"$apt/sources.list" >"$apt/deb-src" &&
		cat "$apt/deb-src" >>"$apt/sources.list" &&
		apt-get -c "$apt/conf" update -qq >"$work/log" 2>&1 </dev/null ||
		die "cannot fetch the list of sources ($from): $(reason "$work/log");" \
			"connect to the network, or use a filled $CACHE"
	apt_opened=
}

# The newest version's upstream tarball: apt checks its hash.
strict_source()
{
	mkdir -p "$work/source" "$work/build/source" || die "cannot write to $work"
	say "fetching the source of qemu/$from"
	(cd "$work/source" && apt-get -c "$apt/conf" -qq source --download-only \
		--tar-only "qemu/$from") >"$work/log" 2>&1 </dev/null &&
		set -- "$work"/source/qemu_*.orig.tar.xz && [ -s "$1" ] ||
		die "cannot fetch the source of qemu/$from: $(reason "$work/log")"
	say "unpacking it to $build"
	{ "$CACHE/bin/xz" -dc "$1" || echo xz failed >&2; } 2>"$work/log" |
		"$(system_tool tar)" -C "$work/build/source" --no-same-owner -x \
			--strip-components=1 2>>"$work/log" && [ ! -s "$work/log" ] ||
		die "cannot unpack ${1##*/} to $work: $(reason "$work/log")"
	rm -rf "$work/source"
	# Only QEMU's own tests need it, and it would be fetched from the network.
	sed -i '/^pycotap/d' "$work/build/source/pythondeps.toml"
	qemu_version=$(cat "$work/build/source/VERSION")
	for change in "$machine"/qemu/*.patch; do
		"$CACHE/bin/patch" -p1 --batch --no-backup-if-mismatch \
			--reject-file=- -d "$work/build/source" <"$change" \
			>"$work/log" 2>&1 ||
			die "${change##*/} does not apply to QEMU $qemu_version ($from):" \
				"$(reason "$work/log")"
	done
}

# strict_runtime PACKAGE PATTERN: the package of the shared library of a -dev package.
strict_runtime()
{
	apt_field Depends "$1" |
		awk -v RS='[,|\n] *' -v pattern="$2" '$1 ~ pattern { print $1; exit }'
}

# Fetch what the build runs and links with, even if the system has it too.
strict_tools()
{
	# shellcheck disable=SC2046 # lists
	apt_download "$work/debs" "meson/$from" ninja-build pkgconf-bin \
		$(strict_runtime pkgconf-bin '^libpkgconf') \
		libglib2.0-dev libglib2.0-dev-bin \
		$(strict_runtime libglib2.0-dev '^libglib2.0-0') \
		libpcre2-dev $(strict_runtime libpcre2-dev '^libpcre2-8-0') \
		zlib1g-dev $(strict_runtime zlib1g-dev '^zlib1g$') \
		libfdt-dev $(strict_runtime libfdt-dev '^libfdt1')
	say "unpacking them to $build"
	for deb in "$work"/debs/*.deb; do
		unpack "$work/build/host" "$deb" --exclude='./usr/share/doc'
	done
	rm -rf "$work/debs"
	ln -sf pkgconf "$work/build/host/usr/bin/pkg-config"
}

strict_fetch()
{
	strict_check
	cache_begin
	strict_open
	strict_tools
	strict_source
	item_put strict-build "$stamp" "$work/build"
}

# strict_run COMMAND...: with the fetched tools and libraries.
strict_run()
{
	host=$build/host
	libraries=$host/usr/lib/$multiarch:$host/lib/$multiarch
	(cd "$build/out" &&
		PATH=$host/usr/bin:$PATH LD_LIBRARY_PATH=$libraries \
		PYTHONPATH=$host/usr/lib/python3/dist-packages \
		PKG_CONFIG=$host/usr/bin/pkg-config PKG_CONFIG_PATH='' \
		PKG_CONFIG_SYSROOT_DIR=$host \
		PKG_CONFIG_LIBDIR=$host/usr/lib/$multiarch/pkgconfig:$host/usr/share/pkgconfig \
		"$@") >>"$build/log" 2>&1 </dev/null ||
		die "QEMU does not build: $(reason "$build/log"); see $build/log"
}

strict_configure()
{
	[ ! -e "$build/out/build.ninja" ] || return 0
	host_lib=$build/host/usr/lib/$multiarch
	rm -rf "$build/out"
	mkdir -p "$build/out" || die "cannot write to $build"
	for device in $strict_devices; do
		echo "CONFIG_$device=y"
	done >"$build/source/configs/devices/ppc64-softmmu/strict.mak"
	strict_run ../source/configure --target-list=ppc64-softmmu \
		--without-default-features --without-default-devices \
		--with-devices-ppc64=strict --enable-tcg --enable-fdt=system \
		--enable-virtfs --enable-attr --enable-trace-backends=log \
		--disable-docs --disable-tools --disable-guest-agent \
		--disable-werror --disable-kvm --disable-download \
		--disable-install-blobs --disable-debug-info \
		"--extra-cflags=-I$build/host/usr/include" \
		"--extra-ldflags=-L$host_lib -Wl,-rpath-link,$host_lib:$build/host/lib/$multiarch"
}

# Runs as the packaged one: with its firmware, and with its libraries if the system does
# not have them.
strict_wrapper()
{
	firmware=
	[ ! -d "$CACHE/tools/usr/share/qemu" ] ||
		firmware='-L "$cache/tools/usr/share/qemu"'
	cat >"$work/strict/qemu-system-ppc64" <<EOF
#!/bin/sh
cache=\${0%/*}/..
lib=\$cache/tools/usr/lib/$multiarch:\$cache/tools/lib/$multiarch
LD_LIBRARY_PATH=\$lib\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
exec "\$cache/strict-qemu/program" $firmware "\$@"
EOF
	chmod +x "$work/strict/qemu-system-ppc64"
}

strict_put()
{
	cache_lock
	scratch_open
	mkdir -p "$work/strict" &&
		strip -o "$work/strict/program" "$build/out/qemu-system-ppc64" ||
		die "cannot write to $work: is the disk full?"
	strict_wrapper
	item_put strict-qemu "$stamp" "$work/strict"
	"$CACHE/strict-qemu/qemu-system-ppc64" --version >"$work/log" 2>&1 || {
		rm -rf "$CACHE/strict-qemu"
		die "the QEMU that was built does not run: $(reason "$work/log")"
	}
	rm -rf "$build"
}

setup_strict_qemu()
{
	setup_tools
	stamp=$(strict_stamp)
	strict_ready && return
	build=$CACHE/strict-build
	archive_find
	multiarch=$(gcc_multiarch)
	item_ready strict-build "$stamp" || strict_fetch
	# Release the lock: others may use the cache in the meantime.
	exec 9>&-
	exec 8>"$build/lock" || die "cannot write to $build"
	flock -n 8 || die "another set-up is building in $build: wait for its end"
	say "building QEMU in $build: about five minutes on two cores"
	strict_began=$(date +%s)
	strict_configure
	strict_run "$build/host/usr/bin/ninja" "-j$(nproc)" qemu-system-ppc64
	strict_put
	say "built in $(($(date +%s) - strict_began)) s; run the suite on it:" \
		"./run_kselftest.sh --tlb strict"
}
