# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# Select the modules of a kernel that the machine loads, uncompressed and in the order of
# their dependencies. Works for any unpacked kernel.

# Loaded at boot if they are modules; a name with + is only included.
modules_wanted='virtio_pci virtio_console 9p 9pnet_virtio irqbypass kvm-hv
	+loop +brd +zram'

# A kernel QEMU can load: ELF, 64 bits, little endian, for POWER.
elf_for_power()
{
	[ "$(od -An -tx1 -N20 "$1" 2>/dev/null | tr -d ' \n' |
		sed 's/^\(............\).*\(....\)$/\1\2/')" = 7f454c4602011500 ]
}

find_vmlinux()
{
	for file in "$1"/vmlinux "$1"/boot/vmlinux-* "$1"/vmlinux-* \
		    "$1"/boot/vmlinuz-* "$1"/vmlinuz* \
		    "$1"/usr/lib/modules/*/vmlinu[xz] \
		    "$1"/lib/modules/*/vmlinu[xz]; do
		elf_for_power "$file" && echo "$file" && return 0
	done
	return 1
}

# A string of a module's .modinfo section: modinfo_get FILE NAME
modinfo_get()
{
	tr '\0' '\n' <"$1" | sed -n "s/^$2=//p" | head -n 1
}

# module_add NAME: its dependencies, then the module. Names that are built in, or do not
# exist, are skipped: if something is really missing, its use fails.
module_add()
{
	plain=$(echo "$1" | tr - _)
	[ -e "$modules_to/$plain.ko" ] && return 0
	path=$(awk -v name="$plain" '{
		base = $0
		sub(/.*\//, "", base)
		sub(/\.ko(\..*)?$/, "", base)
		gsub(/-/, "_", base)
		if (base == name) { print; exit }
	}' "$modules_to/found")
	[ -n "$path" ] || return 0
	case $path in
	*.xz) "$CACHE/bin/xz" -dc "$path" ;;
	*.gz) gzip -dc "$path" ;;
	*.zst) zstd -dcq "$path" ;;
	*) cat "$path" ;;
	esac >"$modules_to/$plain.ko" || return 1
	depends=$(modinfo_get "$modules_to/$plain.ko" depends)
	# The recursive call overwrites the variables: keep the names as $1.
	set -- "$plain" "${2:-load}" "$depends"
	for need in $(echo "$3" | tr , ' '); do
		module_add "$need" "$2" || return 1
	done
	[ "$2" = carry ] || echo "$1.ko" >>"$modules_to/order"
}

# modules_collect FROM TO: fills TO with *.ko and a file "order".
modules_collect()
{
	modules_to=$2
	mkdir -p "$modules_to" || return 1
	: >"$modules_to/order"
	# Without modules in a headers folder; the folder itself may be in a /usr/src.
	(cd "$1" && find "$PWD" -type f -name '*.ko*' | awk -v skip="$PWD/usr/src/" \
		'index($0, skip) != 1') >"$modules_to/found" || return 1
	for wanted in $modules_wanted; do
		case $wanted in
		+*) module_add "${wanted#+}" carry || return 1 ;;
		*) module_add "$wanted" || return 1 ;;
		esac
	done
	rm -f "$modules_to/found"
	[ -e "$modules_to/kvm_hv.ko" ]
}
