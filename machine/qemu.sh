# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# One run of QEMU: its command line, its start, its end.

# Create the scratch folder of this run; remove those of runs that were killed.
run_open()
{
	for old in "$CACHE"/run.[0-9]*; do
		[ -d "$old" ] && [ ! -L "$old" ] || continue
		if [ -f "$old/process" ]; then
			! named_is_dead "$old/process" || rm -rf "$old"
		elif [ ! -e "/proc/${old##*.}" ]; then
			# Killed before it had written anything.
			rm -f "$old/process.new"
			rmdir "$old" 2>/dev/null
		fi
	done
	tmp=$CACHE/run.$$
	qemu=
	reader=
	watchdog=
	console=
	trap run_close EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	trap 'exit 129' HUP
	mkdir "$tmp" 2>/dev/null && name_process "$tmp/process" $$ ||
		die "cannot write to $CACHE: is the disk full?"
}

run_close()
{
	# A second signal must not interrupt the clean-up.
	trap "" INT TERM HUP
	for pid in $qemu $reader $watchdog; do
		kill -9 "$pid" 2>/dev/null
	done
	wait
	[ -z "$console" ] || keep_kernel_log
	rm -rf "$tmp"
}

# --module: must be a module for POWER, and for the kernel that boots.
module_check()
{
	elf_for_power "$module" ||
		die "--module $module: no such file, or not a kernel module for POWER"
	built_for=$(modinfo_get "$module" vermagic)
	[ -n "$built_for" ] ||
		die "--module $module is not a kernel module"
	booted=$(modinfo_get "$modules/kvm_hv.ko" vermagic)
	[ "$built_for" = "$booted" ] ||
		die "--module $module was built for '$built_for', the kernel to boot is '$booted'"
}

# The allocator checks the objects of nested guests (witness/slabs.c lists their caches):
# poison in free objects, red zones, and the users that allocated and freed them. A second
# slub_debug= does not replace this one.
slub_debug()
{
	case "$append" in
	*slub_debug* | *slab_debug*) ;;
	*) echo "slub_debug=FZPU,kmalloc-8,kmalloc-16,kmalloc-8k,kvm-pte,kvm-pmd,kvm_vcpu" ;;
	esac
}

# rcu_expedited: who waits for an RCU grace period, at each change of a trace instance or a
# probe and where a VM ends, otherwise does so for some timer ticks, in which nothing runs.
# It applies to waits alone, not to call_rcu().
#
# Huge pages, above all 1G ones, must be reserved at boot. Two of 1G, if there is memory:
# one to map and one to move to.
kernel_commandline()
{
	giants=0
	[ "$megabytes" -lt $((nodes * 3072)) ] || giants=1
	[ "$megabytes" -lt $((nodes * 4096)) ] || giants=2
	echo "console=hvc0 printk.devkmsg=on log_buf_len=4M" \
		"panic=-1 oops=panic rcupdate.rcu_expedited=1" "$(slub_debug)" \
		"hugepagesz=1G hugepages=$giants hugepagesz=2M hugepages=64$append"
}

# A comma in a path must be doubled in QEMU's options.
qemu_path()
{
	printf '%s\n' "$1" | sed 's/,/,,/g'
}

# The arguments that the device tree depends on.
shape_arguments()
{
	echo "-M $model -cpu $cpu -m $memory" \
		"-smp $cpus,sockets=$nodes,cores=$((cpus / nodes / threads)),threads=$threads"
}

# By --icount one thread runs both CPUs in turn, an instruction takes a nanosecond, and
# idle time is skipped: what takes a time takes the same on a busy host.
accel_arguments()
{
	if [ -n "$icount" ]; then
		echo "-accel tcg,thread=single -icount shift=0,sleep=off"
	else
		echo "-accel tcg,thread=multi"
	fi
}

# Sets $qemu_words, quoted, since set -- is not local in POSIX sh.
qemu_arguments()
{
	ktap=id=ktap,path=$(qemu_path "$tmp/ktap.fifo"),logfile=$(qemu_path "$tmp/ktap")
	# shellcheck disable=SC2046 # a list of words
	qemu_words=$(quote $(shape_arguments) $(tlb_arguments) $(accel_arguments) \
		-net none -monitor none -parallel none -display none -no-reboot \
		-kernel "$vmlinux" -initrd "$tmp/initrd" -dtb "$tmp/machine.dtb" \
		-serial "file:$results/console$suffix.log" \
		-device virtio-serial-pci,bus=pcie.0,max_ports=3 \
		-chardev "file,$ktap" \
		-device virtserialport,chardev=ktap,name=ktap \
		-chardev "file,id=control,path=$(qemu_path "$tmp/control")" \
		-device virtserialport,chardev=control,name=control \
		-fsdev "local,id=results,security_model=none,path=$(qemu_path "$results")" \
		-device \
		virtio-9p-pci,bus=pcie.1,fsdev=results,mount_tag=results)$(tlb_log_arguments)
}

qemu_start()
{
	# shellcheck disable=SC2046 # a list of words
	devicetree_make "$tmp/machine.dtb" "$tmp/initrd" \
		"$(kernel_commandline)" $(shape_arguments) ||
		die "cannot make the device tree: $(reason "$tmp/log")"
	mkfifo "$tmp/ktap.fifo" || die "cannot make a fifo in $tmp"
	tlb_log_open
	qemu_arguments
	eval "set -- $qemu_words"
	set -- "$(tlb_program)" "$@"
	(cat "$tmp/ktap.fifo" || : >"$tmp/unread") </dev/null &
	reader=$!
	# For bench.sh: when QEMU starts.
	[ -z "$KVM_HV_NESTED_MARK" ] ||
		date +%s%N | sed 's/.......$//' >"$KVM_HV_NESTED_MARK"
	console=$results/console$suffix.log
	# shellcheck disable=SC2046 # words
	$(bound_to_us) "$@" </dev/null >"$tmp/qemu.log" 2>&1 &
	qemu=$!
}

# Run QEMU with the watchdog, until it ends.
qemu_run()
{
	qemu_start
	watchdog_start
	wait "$qemu" 2>/dev/null
	qemu_status=$?
	qemu=
	[ -d "$tmp" ] || die "$tmp was removed while the machine ran: run again"
	# If QEMU never opened the pipe, its reader still waits for a writer.
	: <>"$tmp/ktap.fifo"
	wait "$reader" 2>/dev/null
	reader=
	watchdog_stop
}

# QEMU has ended by itself before init ran.
never_came_up()
{
	[ ! -s "$tmp/control" ] && [ ! -e "$tmp/stopped" ]
}

# The emulated firmware occasionally resets itself, which is no fault of the kernel.
firmware_ended()
{
	[ "$qemu_status" -eq 0 ] && never_came_up &&
		grep -q . "$results/console$suffix.log" 2>/dev/null &&
		! grep -q 'Linux version' "$results/console$suffix.log"
}

# By SIGABRT, before init runs: QEMU's interrupt controller occasionally fails an assertion
# of its own while the kernel boots.
qemu_aborted()
{
	[ "$qemu_status" -eq 134 ] && never_came_up
}
