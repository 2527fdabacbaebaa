# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034
#
# The QEMU version that is needed, and Debian's suite that has it.

# 9.1.0 inverts the test of the facility bit for vector loads.
qemu_wanted=9.1.1

# qemu_good_enough PROGRAM: does it run, and is it new enough?
qemu_good_enough()
{
	"$1" --version 2>/dev/null | awk -v wanted=$qemu_wanted '
		NR == 1 && /^QEMU emulator version / {
			split($4, has, ".")
			split(wanted, wants, ".")
			for (i = 1; i < 3 && has[i] + 0 == wants[i] + 0; i++)
				;
			ok = has[i] + 0 >= wants[i] + 0
		}
		END { exit !ok }'
}

# qemu_package_in SUITE: a version that is new enough.
qemu_package_in()
{
	apt_suite=$1
	qemu_version=$(apt_field Version qemu-system-ppc)
	apt_suite=
	[ -n "$qemu_version" ] &&
		"$dpkg" --compare-versions "$qemu_version" ge 1:$qemu_wanted
}

# The packages of the release if its version is new enough, else of its backports.
qemu_packages()
{
	if qemu_package_in "$host_suite"; then
		echo qemu-system-ppc
		return
	fi
	qemu_versions=$host_suite:${qemu_version:-none}
	qemu_package_in "$host_suite-backports" ||
		die "QEMU $qemu_wanted or newer is wanted, $(archive_name "$archive") has" \
			"in $qemu_versions, in $host_suite-backports:${qemu_version:-none};" \
			"install one by hand, so that qemu-system-ppc64 is in PATH"
	for part in ppc common data; do
		echo "qemu-system-$part/$host_suite-backports"
	done
}

# After its set-up.
qemu_check()
{
	qemu_good_enough "$CACHE/bin/qemu-system-ppc64" ||
		die "$CACHE/bin/qemu-system-ppc64 does not run, or is older than" \
			"$qemu_wanted: $("$CACHE/bin/qemu-system-ppc64" --version 2>&1 |
				head -n 1)"
}
