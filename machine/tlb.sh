# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2154
#
# The TLB of the emulated machine:
#
#   stock	the packaged QEMU's. It is emptied whenever LPIDR is written, and tlbie
#		ignores LPID and scope: what is stale shows in data while L2 runs only.
#   strict	one that keeps a guest's translations, partition-scoped and
#		process-scoped, and partition table entries until a tlbie removes
#		them that the architecture says does (machine/qemu/)
#   strict-pwc	the same, with a page walk cache: page directory entries too

tlb_check()
{
	case $tlb in
	stock | strict | strict-pwc) ;;
	*) wrong "unknown TLB '$tlb': stock, strict or strict-pwc" ;;
	esac
}

tlb_program()
{
	case $tlb in
	stock) echo "$CACHE/bin/qemu-system-ppc64" ;;
	*) echo "$CACHE/strict-qemu/qemu-system-ppc64" ;;
	esac
}

# The second -cpu takes the first one's place: the device tree, which depends on
# the first, is made by the packaged QEMU.
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

# Each use of an entry that the tables no longer back, in the results folder: the tests
# read it there. Quoted words.
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
