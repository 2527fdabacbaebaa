#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Mounts debugfs and tracefs if the host has not, then runs a command.  To be started in a
# mount namespace of its own, so that the host's mounts do not change.
# $@: the command

mount -t debugfs none /sys/kernel/debug 2>/dev/null
mount -t tracefs none /sys/kernel/tracing 2>/dev/null
exec "$@"
