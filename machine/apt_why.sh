# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# The cause of a failure of apt, from its log, and advice.

# Prints the kind of the failure, a tab, and the line of the log. apt also reports errors
# that follow from the first one: the kinds are in the order of causes.
why_find()
{
	awk '
	function kind(name, pattern)
	{
		if (!(name in rank))
			rank[name] = ++kinds
		if (!(name in line) && $0 ~ pattern)
			line[name] = $0
	}
	{
		kind("disk", "[Nn]o space left|enough free space|quota exceeded")
		kind("certificate", "[Cc]ertificate")
		kind("expired", "is expired|invalid since")
		kind("future", "is not valid yet")
		kind("access", " (401|403|407) ")
		kind("network", "[Cc]ould not (resolve|connect|open a connection)|" \
			"[Tt]emporary failure|[Uu]nable to connect|" \
			"[Cc]onnection (failed|timed|refused|reset)|unreachable|" \
			"[Cc]annot initiate the connection|[Cc]ould not handshake|" \
			"[Ss]omething wicked|No address associated")
		kind("signature", "NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|EXPSIG|[Ss]ignature|" \
			"Missing key|[Nn]ot signed|Clearsigned")
		kind("alien", "does not name Debian")
		kind("changing", "Hash Sum mismatch|unexpected size|[Mm]irror sync")
		kind("missing", " 404 |[Ff]ile not found|a Release file")
		kind("package", "Unable to locate|unmet dependencies|was not found|" \
			"no installation candidate")
		kind("other", "^E:")
		if (NF)
			last = $0
	}
	END {
		for (name in line)
			if (!best || rank[name] < rank[best])
				best = name
		print (best ? best : "other") "\t" (best ? line[best] : last)
	}' "$work/log"
}

# why_advice KIND: what to do.
why_advice()
{
	case $1 in
	disk) echo "make room on the disk of $CACHE" ;;
	expired) echo "wait until the mirror is up to date, set this machine's clock if it" \
		"is wrong, or take the lists as they are with" \
		"KVM_HV_NESTED_EXPIRED_LISTS=1" ;;
	future) echo "set this machine's clock" ;;
	certificate) echo "install ca-certificates, or set this machine's clock if it is wrong" ;;
	access) echo "set the user and password of the archive or of the proxy in apt's" \
		"configuration" ;;
	network) echo "connect to the network, or use a filled $CACHE" ;;
	signature | alien) echo "add Debian's own archive to /etc/apt/sources.list, or" \
		"upgrade debian-archive-keyring if it is older than the archive's keys" ;;
	changing) echo "the mirror is just changing: try again later" ;;
	missing) echo "use an archive in /etc/apt/sources.list that has it" ;;
	package) echo "check the system's own packages with 'apt-get check'" ;;
	*) echo "check with 'apt-get update' whether apt works at all" ;;
	esac
}

# why_set: kind and text of the failure that is in the log.
why_set()
{
	why_line=$(why_find)
	set -- "${why_line%%	*}"
	why_line=$(printf '%s\n' "${why_line#*	}" | cut -c1-200)
	# On a full disk the log itself may be empty.
	[ -s "$work/log" ] || [ "$(free_megabytes)" -gt 1 ] || {
		set -- disk
		why_line="no space left on the disk of $CACHE"
	}
	why_new=$1
	why_new_text="$why_line; $(why_advice "$1")"
}

why()
{
	why_set
	echo "$why_new_text"
}

# If several archives failed, report the one that is most likely Debian's.
why_forget()
{
	why_kind=
	why_archive=
	why_text=
}

# why_remember ADDRESS
why_remember()
{
	why_set
	set -- "$(archive_name "$1")"
	[ "$archives" = "$archive" ] || say "$1: $why_line"
	case $why_kind,$why_new in
	,* | signature,* | alien,* | missing,expired | missing,network) ;;
	*) return 0 ;;
	esac
	why_kind=$why_new
	why_archive=$1
	why_text=$why_new_text
}
