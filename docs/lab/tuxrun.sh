#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The suite as a command of tuxrun, on a POWER9 that is reached by ssh and runs the kernel
# under test. (tuxrun's own qemu-ppc64le is a pSeries guest without KVM-HV: there
# everything would be skipped, exit status 4.)
# $1: host, $2: private key of root there, $3: folder with the installed tree on it

[ $# = 3 ] || {
	echo "use: $0 HOST KEY FOLDER" >&2
	exit 2
}
exec tuxrun --runtime null --device ssh-device --ssh-host "$1" --ssh-user root \
	--ssh-identity-file "$2" --timeouts commands=90 --results results.json -- \
"cd '$3'; ./run_kselftest.sh -f --results results; sh lib/runner/lava.sh results"
