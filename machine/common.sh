# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# Common to all scripts of machine/: paths, messages and errors, one lock and one scratch
# folder. The caller sets $machine first.

# Also inside a kernel tree: the output folder is build/.
export KVM_HV_NESTED_STANDALONE=y

top=$(CDPATH='' cd -- "$machine/.." && pwd)
CACHE=${KVM_HV_NESTED_CACHE:-$top/.cache}
# mkfs.ext4 and the like: `su' and some services leave these folders out.
PATH=$PATH:/usr/sbin:/sbin

say()
{
	printf '# %s\n' "$*" >&2
}

# Print one line, what is wrong and what to do, and exit with status 2.
die()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 2
}

# The system's own tool of that name: neither one of our wrappers nor a shell's builtin
# applet, since busybox's dpkg and tar lack options.
system_tool()
{
	IFS=:
	for dir in $PATH; do
		if [ "$dir" != "$CACHE/bin" ] && [ -x "$dir/$1" ]; then
			unset IFS
			echo "$dir/$1"
			return 0
		fi
	done
	unset IFS
	return 1
}

# Words before a command: if this script ends, killed or not, that goes with it.
bound_to_us()
{
	setpriv=$(system_tool setpriv) && "$setpriv" --pdeathsig KILL true 2>/dev/null &&
		echo "$setpriv --pdeathsig KILL"
}

free_megabytes()
{
	df -Pk "$CACHE" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }'
}

# The most useful line of a tool's log: the first error, else the last line. On a full
# disk the log itself is empty.
reason()
{
	if [ ! -s "$1" ] && [ "$(free_megabytes)" -le 1 ]; then
		echo "no space left on the disk of $CACHE"
		return
	fi
	awk '/^E:|[Nn]o space left|rror:/ && !e { e = $0 } NF { last = $0 }
	     END { print e ? e : last }' "$1" 2>/dev/null | cut -c1-200
}

# Separators or special characters in the loader's and the shell's lists of folders, in
# gcc's specs, in apt's configuration.
cache_check()
{
	case $CACHE in
	*[:\;%\"\\]*)
		die "cannot work in a folder with one of : ; % \" \\ in its path: set" \
			"KVM_HV_NESTED_CACHE to another than $CACHE" ;;
	esac
}

# The kernel's Makefile does not support blanks.
cache_check_for_kernel()
{
	case $CACHE in
	*[[:space:]]*)
		die "a kernel or its module is not built in a folder with a blank in its" \
			"path: set KVM_HV_NESTED_CACHE to another than $CACHE" ;;
	esac
}

cache_open()
{
	cache_check
	mkdir -p "$CACHE" 2>/dev/null && [ -w "$CACHE" ] ||
		die "cannot write to $CACHE: free it or set KVM_HV_NESTED_CACHE to another folder"
	CACHE=$(CDPATH='' cd -- "$CACHE" && pwd)
	cache_check
}

# Only one set-up at a time may change the cache.
cache_lock()
{
	command -v flock >/dev/null 2>&1 ||
		die "flock is missing: install util-linux"
	exec 9>>"$CACHE/lock" || die "cannot write to $CACHE/lock"
	if ! flock -n 9; then
		say "waiting: another set-up is working in $CACHE"
		flock 9 || die "cannot lock $CACHE/lock"
	fi
	# Left by a previous holder of the lock that was killed.
	rm -rf "$CACHE"/kvm-hv-nested-setup.*
	for item in bin tools spatch debug-build; do
		item_ours $item
	done
}

# Scratch in the cache itself, so that a finished item is put in place by rename().
scratch_open()
{
	work=$(mktemp -d "$CACHE/kvm-hv-nested-setup.XXXXXX" 2>/dev/null) ||
		die "cannot write to $CACHE"
	trap 'trap "" INT TERM HUP; rm -rf "$work"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	trap 'exit 129' HUP
}

# An item is complete if it has the stamp of the recipe that made it.
item_ready()
{
	[ "$(cat "$CACHE/$1/.stamp" 2>/dev/null)" = "$2" ]
}

# An item without a stamp is not ours.
item_ours()
{
	[ ! -e "$CACHE/$1" ] || [ -f "$CACHE/$1/.stamp" ] ||
		die "$CACHE/$1 is not part of our cache: set KVM_HV_NESTED_CACHE to a" \
			"folder of its own"
}

# item_put NAME STAMP DIR: DIR becomes the item. The old one is moved away just before, so
# that the item is missing only for an instant.
item_put()
{
	item_ours "$1"
	mkdir -p "$(dirname "$CACHE/$1")" &&
	printf '%s\n' "$2" >"$3/.stamp" &&
	{ [ ! -e "$CACHE/$1" ] || mv "$CACHE/$1" "$work/replaced"; } &&
	mv "$3" "$CACHE/$1" ||
		die "cannot write $CACHE/$1: is the disk full?"
	rm -rf "$work/replaced"
}
