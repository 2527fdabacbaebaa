#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Mounts debugfs and tracefs if the host has not, then runs a command.  To be started in a
# mount namespace of its own, so that the host's mounts do not change.
# $@: the command

# $1: type, $2: where.  A second mount without the options of the first takes these, group
# and mode above all, from the whole host.  If the kernel has the file system and refuses the
# mount, $why is mount's message.
mount_missing()
{
	why=
	! grep -q "^[^ ]* [^ ]* $1 " "$KVM_HV_NESTED_ROOT/proc/mounts" 2>/dev/null ||
		return 0
	why=$("${KVM_HV_NESTED_ROOT:+$KVM_HV_NESTED_ROOT/bin/}mount" -t "$1" none "$2" 2>&1) ||
		return 0
	why=
}

# For the programs' reasons, see host_missing_mount() of lib/host_refused.c.
mount_missing debugfs /sys/kernel/debug
export KVM_HV_NESTED_NO_DEBUGFS="$why"
mount_missing tracefs /sys/kernel/tracing
export KVM_HV_NESTED_NO_TRACEFS="$why"
exec "$@"
