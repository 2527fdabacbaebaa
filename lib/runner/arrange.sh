# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015
#
# Provide what the cases need of a host beside kvm-hv, if there is memory for it: huge
# pages on each node, a RAM disk for swap. $work/arranged lists what was added, to be
# undone at the end of the run, or by keeper.sh.

# $1: size in kB, $2: how many.  A quarter of a node's free memory, at most.  Pages that
# others have reserved count as free until they are used, on whichever node: no more than
# there are.
arrange_pages()
{
	reserved=$(cat "$ROOT/sys/kernel/mm/hugepages/hugepages-${1}kB/resv_hugepages" \
		2>/dev/null)
	for node in "$ROOT"/sys/devices/system/node/node[0-9]*; do
		pool=$node/hugepages/hugepages-${1}kB
		[ -w "$pool/nr_hugepages" ] || continue
		has=$(cat "$pool/nr_hugepages")
		free=$(cat "$pool/free_hugepages")
		promised=${reserved:-0}
		[ "$promised" -le "$free" ] || promised=$free
		wanted=$(($2 + promised - free))
		# Not by awk: mawk prints a large number as 2.2e+09.
		room=$(awk '$3 == "MemFree:" { print $4 }' "$node/meminfo")
		[ "$wanted" -gt 0 ] && [ $((wanted * $1)) -le $((${room:-0} / 4)) ] || continue
		echo "pages $wanted $has $pool/nr_hugepages" 2>/dev/null \
			>>"$work/arranged" || disk_full
		why=$({ echo $((has + wanted)) >"$pool/nr_hugepages"; } 2>&1)
		# With fragmented memory the kernel allocates fewer.
		wanted=$(($(cat "$pool/nr_hugepages") - has))
		if [ "$wanted" -gt 0 ]; then
			echo "# ${node##*/}: $wanted huge pages of $(($1 / 1024))M are set" \
				"aside for this run" >&2
		else
			echo "# ${node##*/}: no huge page of $(($1 / 1024))M can be set aside:" \
				"${why:-the free memory is fragmented}" >&2
		fi
	done
}

# A RAM disk for swap_start() (lib/swap_util.c).  A RAM disk of the host stays as it is:
# swap_start() uses it only if it is empty.
arrange_disk()
{
	[ ! -e "$ROOT/sys/module/brd" ] || return 0
	echo "module brd" 2>/dev/null >>"$work/arranged" || disk_full
	! on_host modprobe brd rd_nr=1 2>/dev/null ||
		echo "# a RAM disk to swap to is made for this run" >&2
}

arrange_host()
{
	[ -z "$opt_leave_host$opt_inside" ] || return 0
	arrange_pages 2048 64
	arrange_pages 1048576 2
	arrange_disk
}

# Free as many as were requested, whatever others have changed in the meantime; but not
# those that existed before, if the kernel had allocated fewer.
undo_arranged()
{
	[ -e "$work/arranged" ] || return 0
	while read -r kind word had path; do
		case "$kind" in
		pages)
			now=$(cat "$path") && [ "$now" -gt "$had" ] &&
				echo $((now - word > had ? now - word : had)) >"$path" ;;
		module)
			[ ! -e "$ROOT/sys/module/$word" ] || on_host rmmod "$word" ;;
		esac 2>/dev/null
	done <"$work/arranged"
	rm -f "$work/arranged"
}
