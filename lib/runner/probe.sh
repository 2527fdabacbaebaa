# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# Probes of this machine.  KVM_HV_NESTED_ROOT replaces `/` for them, with commands from its
# bin, so that the runner can be tested on any machine.

ROOT=${KVM_HV_NESTED_ROOT-}
# make and set-up run in other folders than the runner.
case "${KVM_HV_NESTED_CACHE-}" in
'' | /*)	;;
*)		export KVM_HV_NESTED_CACHE="$PWD/$KVM_HV_NESTED_CACHE" ;;
esac
CACHE=${KVM_HV_NESTED_CACHE:-$BASE/.cache}
# modprobe and the like: `su' and some services leave these folders out.
PATH=$PATH:/usr/sbin:/sbin

# A command that asks about or changes the machine.  $@: the command
on_host()
{
	host_command=$1
	shift
	"${ROOT:+$ROOT/bin/}$host_command" "$@"
}

is_powerpc()
{
	case "$(on_host uname -m)" in ppc64 | ppc64le) ;; *) return 1 ;; esac
}

# $1: key of /proc/cpuinfo
cpuinfo()
{
	sed -n "s/^$1[[:space:]]*: *//p" "$ROOT/proc/cpuinfo" 2>/dev/null | sed q
}

is_bare_metal()
{
	case "$(cpuinfo platform)" in *PowerNV*) ;; *) return 1 ;; esac
}

page_size()
{
	awk '/^KernelPageSize/ { print $2 * 1024; exit }' /proc/self/smaps \
		2>/dev/null
}

# A string of the device tree, as one word.  $1: path there
tree_word()
{
	{ tr '\0' '\n' <"$ROOT/proc/device-tree/$1"; } 2>/dev/null | sed q | tr -s ' \t' __
}

# The facts for the summary, as a comment line of the KTAP stream, so that they leave the
# emulated machine in the same stream.
host_line()
{
	cpu=$(cpuinfo cpu)
	mmu=$(cpuinfo MMU)
	tlb=hardware
	[ -z "$opt_inside" ] || tlb=${opt_tlb:-stock}
	model=$(tree_word model)
	firmware=$(tree_word ibm,opal/firmware/version)
	echo "# host: kernel=$(on_host uname -r) arch=$(on_host uname -m) page_size=$(page_size)" \
		"cpu=${cpu%%[, ]*} mmu=${mmu:-unknown} tlb=$tlb" \
		"model=${model:-unknown} firmware=${firmware:-unknown}"
}

# A reason to skip everything, where the tests' own probe would only report that there is
# no /dev/kvm.
nothing_to_test()
{
	[ -n "$opt_module" ] || [ -d "$ROOT/sys/module/kvm_hv" ] || echo \
		"kvm-hv is not loaded: modprobe kvm-hv${load_error:+, which gives: $load_error}"
}

# Does this kernel's command line have panic_on_taint= with a bit of $1?
taint_panics()
{
	mask=$(tr ' ' '\n' 2>/dev/null <"$ROOT/proc/cmdline" |
		sed -n 's/^panic_on_taint=\(0[xX]\)\{0,1\}\([0-9a-fA-F]*\).*/\2/p' | tail -n 1)
	[ -n "$mask" ] && [ $((0x$mask & $1)) != 0 ]
} 2>/dev/null

# A case of a known defect that warns would take the host down.
check_panic_on_warn()
{
	for knob in panic_on_warn warn_limit; do
		# `read` has no line of a sysctl where it reads byte by byte.
		value=$(cat "$ROOT/proc/sys/kernel/$knob" 2>/dev/null)
		[ "${value:-0}" = 0 ] ||
			die 2 "kernel.$knob is $value, and known defects make the kernel warn," \
				"so that a run could take this host down:" \
				"sysctl kernel.$knob=0 for the time of the run"
	done
	# 0x200: a warning; 0x3000: a module that is not signed, or not of the kernel's tree.
	bits=0x200
	[ -z "$opt_module" ] || bits=0x3200
	! taint_panics $bits ||
		die 2 "panic_on_taint is on the kernel's command line, and a run taints the" \
			"kernel, so that it could take this host down: boot without it"
}

# native or emulate
choose_place()
{
	place=$opt_place
	if [ -z "$place" ]; then
		if is_powerpc && is_bare_metal; then
			place=native
		else
			place=emulate
		fi
	fi
	[ "$place" = native ] || return 0
	is_powerpc ||
		die 2 "--native needs a POWER host, this is $(on_host uname -m):" \
			"leave it out to run in the emulated machine"
	[ -z "$machine_option" ] ||
		die 2 "$machine_option is for the emulated machine: add --emulate"
	[ -n "$opt_list$opt_dry_run" ] || [ "$(on_host id -u)" = 0 ] ||
		die 2 "native tests need root: run $NAME as root"
	[ -n "$opt_list$opt_dry_run$opt_inside" ] || check_panic_on_warn
}
