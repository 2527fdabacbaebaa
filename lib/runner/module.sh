# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# --module FILE.ko: load a module in place of the kernel's own, and reload the kernel's
# own at the end.

# $1: key.  The module's information is a list of KEY=VALUE strings.
modinfo_field()
{
	tr '\0' '\n' <"$opt_module" | LC_ALL=C sed -n "s/^$1=//p" | sed q
}

check_module()
{
	[ -n "$opt_module" ] || return 0
	{ [ -f "$opt_module" ] && [ -r "$opt_module" ]; } ||
		die 2 "cannot read the module '$opt_module': give --module a file"
	opt_module=$(cd "$(dirname "$opt_module")" && pwd)/${opt_module##*/}
	# 64-bit little-endian ELF, relocatable, for ppc64.
	case "$(od -An -tx1 -N20 "$opt_module" | tr -d ' \n')" in
	7f454c460201*01001500) ;;
	*)	die 2 "'$opt_module' is no ppc64le kernel module: give --module a .ko file" ;;
	esac
	module_name=$(modinfo_field name)
	case "$module_name" in
	kvm_hv | kvm) ;;
	*)	die 2 "'$opt_module' is the module '${module_name:-without a name}':" \
		"--module takes kvm-hv.ko or kvm.ko" ;;
	esac
	module_release=$(modinfo_field vermagic)
	module_release=${module_release%% *}
	[ "$place" != native ] || check_module_release "$(on_host uname -r)"
}

# $1: the kernel that the module has to fit
check_module_release()
{
	[ -z "$opt_module" ] || [ "$module_release" = "$1" ] ||
		die 2 "'$opt_module' is for kernel $module_release, this is $1: build it for $1"
}

# $1: module name.  Load the kernel's own.  If it fails, `load_error` is why.
load_own()
{
	load_error=$(on_host modprobe "$1" 2>&1) && return
	own=$(find "/lib/modules/$(on_host uname -r)" -name "$(echo "$1" | tr _ -).ko*" \
		2>/dev/null | sed q)
	[ -n "$own" ] && load_error=$(on_host insmod "$own" 2>&1) && return
	load_error=$(echo "$load_error" | sed q)
	! modules_are_disabled || load_error="kernel.modules_disabled is 1, until the next boot"
	return 1
}

# After that no module is loaded or unloaded until the next boot.
modules_are_disabled()
{
	[ "$(cat "$ROOT/proc/sys/kernel/modules_disabled" 2>/dev/null)" = 1 ]
}

is_loaded()
{
	[ -d "$ROOT/sys/module/$1" ]
}

# The processes that have VMs.  One ls(1) for all their files: a large host has 100000 open.
vm_processes()
{
	# /dev/null: ls names the folder only if it has several operands.
	# shellcheck disable=SC2012 # find(1) of busybox does not print where a link leads
	ls -l /dev/null "$ROOT"/proc/[0-9]*/fd 2>/dev/null | awk '
		/^\/.*\/fd:$/ {
			n = split($0, part, "/")
			pid = part[n - 1]
		}
		/ -> anon_inode:kvm-vm$/ && !told[pid]++ { print pid }'
}

# The processes that have VMs, "PID (NAME)" each.
vm_owners()
{
	for pid in $(vm_processes); do
		comm=
		{ read -r comm <"$ROOT/proc/$pid/comm"; } 2>/dev/null
		printf '%s' "${sep-}$pid${comm:+ ($comm)}"
		sep=', '
	done
}

# A module with VMs cannot be unloaded: refuse before anything is changed.
check_module_free()
{
	for old in kvm_hv "$module_name"; do
		users=0
		{ read -r users <"$ROOT/sys/module/$old/refcnt"; } 2>/dev/null
		# kvm-hv itself holds kvm, and goes first.
		[ "$old" = kvm_hv ] || ! is_loaded kvm_hv || users=$((users - 1))
		[ "$users" -le 0 ] || {
			owners=$(vm_owners)
			die 2 "--module: $old is in use by $users:" \
				"end ${owners:-what uses it (lsmod, lsof /dev/kvm)} first"
		}
	done
}

# Secure Boot of OpenPOWER firmware, lockdown, or module.sig_enforce.
wants_signature()
{
	[ ! -e "$ROOT/proc/device-tree/ibm,secureboot/os-secureboot-enforcing" ] || return 0
	enforced=N locked='[none]'
	{ read -r enforced <"$ROOT/sys/module/module/parameters/sig_enforce"
	read -r locked <"$ROOT/sys/kernel/security/lockdown"; } 2>/dev/null
	case "$enforced $locked" in "N [none]"*) return 1 ;; esac
}

# Refuse what the kernel would, before anything is unloaded.
check_module_signed()
{
	! wants_signature || [ "$(tail -c 28 "$opt_module" | tr -d '\n')" = \
		"~Module signature appended~" ] ||
		die 2 "this kernel takes signed modules only (Secure Boot, lockdown or" \
			"module.sig_enforce), and '$opt_module' has no signature: sign it," \
			"or boot without that"
}

load_module()
{
	if [ -z "$opt_module" ]; then
		load_missing
		return
	fi
	! modules_are_disabled ||
		die 2 "--module: kernel.modules_disabled is 1: boot without that, since no" \
			"module is loaded or unloaded until then"
	check_module_free
	check_module_signed
	module_users=''
	! is_loaded kvm_hv || module_users=kvm_hv
	# For keeper.sh and sweep.sh.
	echo "$module_name $module_users" 2>/dev/null >"$work/module" || disk_full
	module_swapped=1
	for old in kvm_hv "$module_name"; do
		! is_loaded "$old" || on_host rmmod "$old" 2>/dev/null ||
			die 2 "cannot unload $old: end what uses it (lsmod), or build" \
				"it as a module"
	done
	# kvm-hv needs kvm, whichever of the two is replaced.
	[ "$module_name" = kvm ] || is_loaded kvm || load_own kvm ||
		die 2 "cannot load kvm: modprobe kvm gives: $load_error"
	on_host insmod "$opt_module" 2>"$work/insmod" ||
		die 2 "the kernel refuses '$opt_module' ($(sed q "$work/insmod")): see dmesg"
	[ "$module_name" = kvm_hv ] || load_own kvm_hv ||
		die 2 "cannot load kvm-hv on top of '$opt_module' ($load_error): see dmesg"
}

# Without --module: load kvm-hv if it is not loaded, and kvm; unload them at the end.
load_missing()
{
	[ -z "$opt_leave_host$opt_inside" ] && ! is_loaded kvm_hv || return 0
	module_users=''
	module_name=kvm_hv
	is_loaded kvm || module_name=kvm
	# For keeper.sh and sweep.sh.
	echo "$module_name" 2>/dev/null >"$work/module" || disk_full
	module_swapped=1
	! load_own kvm_hv ||
		echo "# kvm-hv is loaded for this run, and unloaded at its end" >&2
}

restore_module()
{
	[ -n "$module_swapped" ] || return 0
	module_swapped=
	for old in kvm_hv "$module_name"; do
		! is_loaded "$old" || on_host rmmod "$old" 2>/dev/null
	done
	# The emulated machine powers off next.
	[ -n "$module_users" ] && [ -z "$opt_inside" ] || return 0
	load_own kvm_hv && return
	echo "$NAME: the kernel's own kvm-hv is not loaded again ($load_error): modprobe kvm-hv" >&2
	module_lost=1
}
