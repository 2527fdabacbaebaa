# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Runs that end by themselves: from the sources, from the archive, with a module; and the
# project's own tests.

# The programs of this machine's owner: $programs, from outside. A program whose cases are
# all skipped is no verdict.
check_verdict()
{
	check "$1: status 0" exits 0
	check "$1: cases passed" says '^# Totals: pass:[1-9]'
}

# A fresh checkout; apt knows a folder with Debian's packages.
open_checkout()
{
	tree=$owner/checkout
	[ -d "$tree" ] || tar -C "$owner" -xf "$share/checkout.tar"
	mkdir -p /mnt/packages
	mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 packages /mnt/packages
	mv /etc/apt/sources.list "$work/sources.list" 2>/dev/null
	printf 'deb file:/mnt/packages %s main\n' bookworm bookworm-backports \
		>/etc/apt/sources.list
	host_from_now
}

close_checkout()
{
	umount /mnt/packages
	rmdir /mnt/packages
	rm -f /etc/apt/sources.list
	mv "$work/sources.list" /etc/apt/ 2>/dev/null
	host_from_start
	tree=$owner/kvm-hv-nested
}

scenario_source()
{
	rm -rf "$owner/checkout"
	open_checkout
	run --no-fetch -t nested_map_test
	check "--no-fetch: status 2" exits 2
	check "--no-fetch: one line" [ "$(wc -l <"$out/stderr")" = 1 ]
	check "--no-fetch: it names the command" complains 'missing: .*: apt-get install make gcc '
	run -t nested_map_test --results "$out/results"
	check_verdict "one command"
	check_host "after a set-up and a run from the sources"
	close_checkout
}

# $1: what run.sh printed; the tests that failed, and what of them
failed_tests()
{
	awk '/^ok |^#/ { failed = 0 }
		/^FAILED/ { failed = 1 }
		failed && /^FAILED|not ok/' "$1"
}

# The project's own tests: $checks of them, from outside. All of their output is in $out.
scenario_check()
{
	open_checkout
	# shellcheck disable=SC2086 # words
	(cd "$tree" && exec sh tests/check/run.sh $checks) >"$out/stdout" 2>"$out/stderr" \
		</dev/null
	code=$?
	{ tail -n 3 "$out/stderr"; failed_tests "$out/stdout"; } >"$work/said"
	note "check: $(tail -n 1 "$out/stdout")"
	check "the project's tests: status 0" exits 0
	check "the project's tests: some passed" says '^[1-9][0-9]* passed'
	check_host "after the project's tests"
	close_checkout
}

scenario_tar()
{
	check "no compiler here" [ -z "$(command -v gcc make)" ]
	unpack_tar
	# shellcheck disable=SC2086 # words
	run --results "$out/results" $programs
	check_verdict "the archive"
	check "the archive: all of the results" [ -s "$out/results/summary.json" ]
	forget_told_taint
	check_host "after a run"
}

# A VM of somebody else's, without a vCPU: KVM_CREATE_VM, and it is kept open. The same
# process makes others, one after the other.
start_other_vm()
{
	perl -MPOSIX=close -e 'open(my $kvm, "+<", "/dev/kvm") or exit 1;
		ioctl($kvm, 0x2000ae01, 0) or exit 1;
		open(my $sign, ">", $ARGV[0]); CORE::close($sign);
		for (;;) {
			my $vm = ioctl($kvm, 0x2000ae01, 0);
			select(undef, undef, undef, 0.3);
			close($vm);
		}' "$work/vm" &
	other_vm=$!
	soon [ -e "$work/vm" ]
}

end_other_vm()
{
	kill "$other_vm"
	wait "$other_vm" 2>/dev/null
	rm -f "$work/vm"
}

# kvm-hv is loaded by the owner; a module in its place, which goes again.
scenario_module()
{
	unpack_tar
	modprobe kvm-hv
	host_from_now
	start_other_vm
	check "with another VM: it is there" [ -e "$work/vm" ]
	run --module "$share/kvm-hv.ko" -t nested_map_test
	check "with another VM: --module is refused" exits 2
	check "with another VM: the reason" complains 'kvm_hv is in use'
	check "with another VM: kvm-hv stays" [ -d /sys/module/kvm_hv ]
	run -t nested_hcall_test -t nested_lifetime_test
	check_verdict "with another VM, without --module"
	check "with another VM: what kvm_hv holds is not told" says \
		'^# No witness in .*what kvm_hv holds: .* VMs of other processes'
	check "with another VM: it lives" kill -0 "$other_vm"
	end_other_vm
	check_host "beside another VM"

	run --module "$share/kvm-hv.ko" -t nested_map_test --results "$out/results"
	check_verdict "--module"
	check "--module: the kernel's own is back" [ -d /sys/module/kvm_hv ]
	forget_told_taint
	check_host "after --module, but for the taint"
	rmmod kvm_hv kvm
	host_from_start
	forget_taint
}

# As Secure Boot does it to a kernel, in its two degrees. Debian signs no module for
# ppc64el, so that they are loaded before. Nothing undoes it: the last scenario of a boot.
scenario_lockdown()
{
	unpack_tar
	modprobe -a kvm-hv brd
	for degree in integrity confidentiality; do
		echo "$degree" >/sys/kernel/security/lockdown
		check "$degree: it is in force" grep -q "\[$degree\]" \
			/sys/kernel/security/lockdown
		host_from_now
		run --results "$out/$degree" -t nested_map_test -t nested_reclaim_test
		check_verdict "$degree"
		check "$degree: the witness is named" says \
			'^# No witness in .*the kernel is locked down'
		forget_told_taint
		check_host "after a run under $degree"
		host_from_start
	done
}
