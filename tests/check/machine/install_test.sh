#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The installed tree and its archive, which must run without a compiler and without a
# network: it is unpacked inside the machine.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/../common.sh"

has()	{ [ -e "$tmp/dest/usr/libexec/kvm-hv-nested/$1" ]; }

make -s -C "$TOP" DESTDIR="$tmp/dest" install >"$tmp/out" 2>"$tmp/err"
code=$?
check "make install: status 0" exits 0
check "make install: the runner" has run_kselftest.sh
check "make install: its parts" has lib/runner/options.sh
check "make install: the list" has kselftest-list.txt
check "make install: the settings" has settings
check "make install: the programs" has nested_unmap_test
check "make install: their license" has LICENSE

"$tmp/dest/usr/libexec/kvm-hv-nested/run_kselftest.sh" --help >"$tmp/out" \
	2>"$tmp/err"
code=$?
check "the installed runner starts" exits 0

make -s -C "$TOP" gen_tar >"$tmp/out" 2>"$tmp/err"
code=$?
check "make gen_tar: status 0" exits 0
archive=$(tail -n 1 "$tmp/out")
check "make gen_tar: names the archive" [ -s "$archive" ]

# A tree with nothing but the archive and a script that unpacks it.
mkdir "$tmp/tree"
cp "$archive" "$tmp/tree/archive.tar.gz"
cat >"$tmp/tree/run_kselftest.sh" <<-'EOT'
	#!/bin/sh
	mkdir /tmp/unpacked && tar -C /tmp/unpacked -xzf archive.tar.gz || exit 2
	# A POWER9 host must be recognized without an option.
	[ "$1" != --native ] || shift
	cd /tmp/unpacked/* && exec ./run_kselftest.sh "$@"
EOT
chmod +x "$tmp/tree/run_kselftest.sh"

case "$(uname -m)" in
ppc64 | ppc64le)
	tar -C "$tmp/tree" -xzf "$archive" &&
		cd "$tmp/tree/kvm-hv-nested" &&
		./run_kselftest.sh -t nested_map_test >"$tmp/out" 2>"$tmp/err" ;;
*)
	sh "$TOP/machine/run.sh" --tree "$tmp/tree" --timeout 300 \
		-- --inside -t nested_map_test >"$tmp/out" 2>"$tmp/err" ;;
esac
code=$?
check_map_test "the unpacked tree runs"

finish
