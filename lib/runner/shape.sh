# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# The valid values of the emulated machine's shape and the names of its kernels, for the
# runner, which checks them before it builds anything, and for the scripts of machine/.

# One line; empty in an installed tree, which has no emulated machine.  $1: the tree
kernel_names()
{
	awk '!/^#/ && NF { printf "%s%s", sep, $1; sep = " " }' \
		"$1/machine/kernels.table" 2>/dev/null
}

# $1: digits, $2 and $3: the smallest and the largest number
is_between()
{
	case "$1" in '' | *[!0-9]* | 0* | ???????*) return 1 ;; esac
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# $1: a size
is_memory()
{
	case "$1" in
	*[Gg])	is_between "${1%[Gg]}" 2 64 ;;
	*[Mm])	is_between "${1%[Mm]}" 2048 65536 ;;
	*)	return 1 ;;
	esac
}

# Print what option $1 takes, if $2 is not a valid value.
machine_wants()
{
	case "$1 $2" in
	"--machine powernv9" | "--machine powernv10") ;;
	"--nodes 1" | "--nodes 2") ;;
	"--threads 1" | "--threads 2" | "--threads 4") ;;
	"--tlb stock" | "--tlb strict" | "--tlb strict-pwc") ;;
	"--machine "*)	echo "powernv9 or powernv10" ;;
	"--nodes "*)	echo "1 or 2" ;;
	"--threads "*)	echo "1, 2 or 4" ;;
	"--tlb "*)	echo "stock, strict or strict-pwc" ;;
	"--cpus "*)	is_between "$2" 1 16 || echo "a number from 1 to 16" ;;
	"--memory "*)	is_memory "$2" || echo "a size such as 4G or 6144M, from 2G to 64G" ;;
	esac
}

# Print the reason if a machine cannot have $1 nodes, $2 CPUs and $3 CPUs in each core.
machine_cannot()
{
	if [ $(($2 % $1)) -ne 0 ]; then
		echo "--cpus $2 cannot be shared evenly by $1 nodes"
	elif [ $(($2 / $1 % $3)) -ne 0 ]; then
		echo "--cpus $2 on $1 nodes makes no whole cores of $3 threads"
	fi
}
