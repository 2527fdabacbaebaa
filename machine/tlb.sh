# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# The TLB of the emulated machine:
#
#   stock	the packaged QEMU's. It is flushed whenever LPIDR is written, and tlbie
#		ignores LPID and scope: stale entries affect data only while L2 runs.
#   strict	keeps a guest's translations, partition-scoped and process-scoped, and
#		partition table entries until a tlbie that applies to them according to
#		the architecture (machine/qemu/)
#   strict-pwc	the same, with a page walk cache: page directory entries too

tlb_program()
{
	case $tlb in
	stock) echo "$CACHE/bin/qemu-system-ppc64" ;;
	*) echo "$CACHE/strict-qemu/qemu-system-ppc64" ;;
	esac
}

# A second -cpu overrides the first one: the device tree is made by the packaged QEMU with
# the first one.
tlb_arguments()
{
	case $tlb in
	stock) return ;;
	strict) pwc=off ;;
	strict-pwc) pwc=on ;;
	esac
	set -- x-strict-tlb=on x-strict-pate=on x-strict-process=on x-strict-pwc="$pwc"
	echo "-cpu $cpu$(printf ',%s' "$@")"
}

# The log of each use of a stale entry, in the results folder, where the tests read it.
# Quoted words.
tlb_log_arguments()
{
	[ "$tlb" = stock ] || quote -D "$results/tlb$suffix.log" \
		-trace ppc_strict_tlb_stale -trace ppc_strict_tlb_gone
}

tlb_log_open()
{
	[ "$tlb" = stock ] || : >"$results/tlb$suffix.log" ||
		die "cannot write to $results: is the disk full?"
}
