# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC1090,SC1091,SC2034
#
# What an owner of the machine does. /share comes from outside: these scripts, the archive,
# `scenarios` and `settings`; it takes `verdicts` and the results. Runs as root in Debian,
# as a service, with what Debian has installed by itself.

share=/share
owner=/root/owner
work=/root/owner/work
mkdir -p $work
cd $owner || exit
. $share/settings
. $share/host_state.sh
. $share/verdict.sh
for file in "$share"/scenario_*.sh; do
	. "$file"
done

uname -a
# Debian itself is still starting things, and has timers that change files of their own.
systemctl is-system-running --wait
systemctl stop '*.timer'
# systemd mounts this for who looks, and we do.
ls /proc/sys/fs/binfmt_misc >/dev/null
udevadm settle
host_state $work/before
cp -R $work/before $share/
while read -r scenario; do
	note "$scenario begins"
	since=$(cut -d . -f 1 /proc/uptime)
	begin_scenario "$scenario"
	("scenario_$(echo "$scenario" | tr - _)")
	note "$scenario took $(($(cut -d . -f 1 /proc/uptime) - since)) s"
done <$share/scenarios
echo 'done' >>$share/verdicts
sync
