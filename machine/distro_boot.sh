# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# One boot of the Debian that distro_image.sh made: the folder it shares with us, QEMU, and
# the verdict lines that come out of that folder.

model=powernv9 cpu=POWER9 nodes=1 cpus=2 threads=1 memory=4G suffix=

# What the scenario `kill' runs: cases that change settings of the host.
kill_tests=
for case in swap_again cgroup_reclaim_3_mappings ksm_merge_3_mappings; do
	kill_tests="$kill_tests -t nested_reclaim_test:nested_reclaim.anon_leaf_64k.$case"
done

share_fail()
{
	die "cannot prepare $tmp/share: is the disk full?"
}

# The scripts, the archive, the checkout, a module: as far as the scenarios want them.
share_make()
{
	share=$tmp/share
	mkdir "$share" && cp "$machine"/distro/guest/*.sh "$share/" || share_fail
	for scenario in $scenarios; do
		echo "$scenario"
	done >"$share/scenarios"
	cat >"$share/settings" <<-EOT || share_fail
		programs='$programs'
		checks='$checks'
		kill_tests='$kill_tests'
		kills=$kills
		seed=$seed
	EOT
	: >"$share/verdicts"
	! wants_packages || share_checkout
	for scenario in $scenarios; do
		case $scenario in
		source | check) ;;
		*) share_archive; break ;;
		esac
	done
	! wants module || share_module
}

# As somebody has it who cloned it.
share_checkout()
{
	mkdir "$tmp/checkout" && (cd "$top" && find . \( -path ./.git -o -path ./.cache \
		-o -path ./build -o -name '*.[od]' -o -name 'nested_*_test' \) -prune \
		-o -type f -print | tar -cf - -T -) | tar -xf - -C "$tmp/checkout" &&
		tar -C "$tmp" -cf "$share/checkout.tar" checkout || share_fail
}

share_archive()
{
	sh "$machine/setup.sh" all || exit
	# As a run from the sources does: two would write the same objects.
	(exec 8>>"$CACHE/build.lock" && flock 8
	exec "$CACHE/bin/make" -s -C "$top" gen_tar) >"$tmp/archive" 2>"$tmp/log" ||
		die "cannot build the archive: $(reason "$tmp/log")"
	cp "$(tail -n 1 "$tmp/archive")" "$share/kvm-hv-nested.tar.gz" || share_fail
}

share_module()
{
	sh "$machine/build-module.sh" --kernel debian12 "$share/kvm-hv.ko" >"$tmp/log" 2>&1 ||
		die "cannot build a kvm-hv for Debian 12: $(reason "$tmp/log")"
}

# What the runs left, for --results; also when a signal ends this.
keep_results()
{
	mv "$share"/*/ "$share/verdicts" "$results/" 2>/dev/null
}

distro_close()
{
	trap "" INT TERM HUP
	keep_results
	run_close
}

# The disks stay as they are: what is written goes to a file without a name.
distro_boot()
{
	distro=$CACHE/distro
	# shellcheck disable=SC2046 # a list of words
	devicetree_make "$tmp/machine.dtb" "$distro/initrd" \
		"root=/dev/vda ro console=hvc0" $(shape_arguments) ||
		die "cannot make the device tree: $(reason "$tmp/log")"
	# shellcheck disable=SC2046 # lists of words
	set -- "$CACHE/bin/qemu-system-ppc64" $(shape_arguments) -accel tcg,thread=multi \
		-net none -monitor none -parallel none -display none -no-reboot \
		-kernel "$distro/vmlinux" -initrd "$distro/initrd" -dtb "$tmp/machine.dtb" \
		-serial "file:$results/console.log" \
		-drive "file=$(qemu_path "$distro/disk.img"),format=raw,if=none,id=d0,snapshot=on" \
		-device virtio-blk-pci,bus=pcie.0,drive=d0 \
		-drive "file=$(qemu_path "$distro/swap.img"),format=raw,if=none,id=d1,snapshot=on" \
		-device virtio-blk-pci,bus=pcie.1,drive=d1 \
		-fsdev "local,id=share,security_model=none,path=$(qemu_path "$share")" \
		-device virtio-9p-pci,bus=pcie.2,fsdev=share,mount_tag=share
	packages=$(qemu_path "$CACHE/distro-packages")
	! wants_packages || set -- "$@" -fsdev \
		"local,id=packages,security_model=none,readonly=on,path=$packages" \
		-device virtio-9p-pci,bus=pcie.3,fsdev=packages,mount_tag=packages
	say "booting Debian 12:$scenarios"
	trap distro_close EXIT
	# shellcheck disable=SC2046 # words
	TMPDIR=$tmp $(bound_to_us) "$@" </dev/null >"$tmp/qemu.log" 2>&1 &
	qemu=$!
}

# Verdict lines as they come, until the machine ends, or its time.
follow_verdicts()
{
	shown=0
	seconds=0
	while :; do
		[ -d "/proc/$qemu" ] && ! grep -q '^done$' "$share/verdicts" && alive=y || alive=
		lines=$(wc -l <"$share/verdicts")
		[ "$lines" -le "$shown" ] ||
			sed -n "$((shown + 1)),${lines}p" "$share/verdicts" | grep -v '^done$'
		shown=$lines
		[ -n "$alive" ] || return 0
		[ "$seconds" -lt "$timeout" ] || {
			late=y
			return 0
		}
		sleep 1
		seconds=$((seconds + 1))
	done
}

# Powering off is no work of ours.
distro_verdict()
{
	{ [ -n "$late" ] || sleep 1; kill -9 "$qemu"; wait "$qemu"; } 2>/dev/null
	ended=$?
	qemu=
	keep_results
	verdicts=$results/verdicts
	count=$(grep -c '^ok \|^not ok ' "$verdicts")
	bad=$(grep -c '^not ok ' "$verdicts")
	echo "1..$count"
	echo "# $((count - bad)) passed, $bad failed, in $seconds s"
	if ! grep -q '^done$' "$verdicts"; then
		console_end=$(tail -n 1 "$results/console.log" | tr -d '\r' | cut -c1-160)
		[ -z "$late" ] || die "Debian was not done after $timeout s: $console_end"
		die "the machine ended before Debian was done (QEMU's status $ended):" \
			"$(tail -n 1 "$tmp/qemu.log") $console_end"
	fi
	[ "$bad" = 0 ] && [ "$count" -gt 0 ]
	exit
}
