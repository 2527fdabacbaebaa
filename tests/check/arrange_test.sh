#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What a run on the host provides for its cases, and undoes: huge pages on each node with
# enough memory, a RAM disk, mounts.

# shellcheck disable=SC1091
. "$(dirname -- "$0")/common.sh"
fake_host
fake_tree
fake_program prog <<-EOT
	one pass
EOT
fake_program hangs <<-EOT
	one hang
EOT
rmdir "$tmp/root/sys/module/brd"
nodes=$tmp/root/sys/devices/system/node

# $1: node, $2: free memory in kB, $3: huge pages of 2M that it has, $4: free ones
fake_node()
{
	pool=$nodes/node$1/hugepages/hugepages-2048kB
	mkdir -p "$pool"
	echo "Node $1 MemFree:  $2 kB" >"$nodes/node$1/meminfo"
	echo "$3" >"$pool/nr_hugepages"
	echo "$4" >"$pool/free_hugepages"
}

# $1: node
pages()	{ cat "$nodes/node$1/hugepages/hugepages-2048kB/nr_hugepages"; }

fake_node 0 16000000 10 4
fake_node 8 16000000 100 64
fake_node 250 0 0 0
fake_command modprobe <<-EOT
	echo "modprobe \$*" >>"$tmp/modules"
	mkdir -p "$tmp/root/sys/module/\$1"
EOT
# The sizes of the pools while the program runs.
mv "$tmp/tree/prog" "$tmp/tree/prog.real"
cp "$tmp/tree/prog.cases" "$tmp/tree/prog.real.cases"
cat >"$tmp/tree/prog" <<-EOT
	#!/bin/sh
	cat "$nodes"/node*/hugepages/hugepages-2048kB/nr_hugepages | tr '\n' ' ' >"$tmp/held"
	exec "\$0.real" "\$@"
EOT
chmod +x "$tmp/tree/prog"
held()	{ is_same "$(cat "$tmp/held")" "$1"; }
as_before()
{
	is_same "$(pages 0) $(pages 8) $(pages 250)" "10 100 0" &&
		[ ! -e "$tmp/root/sys/module/brd" ]
}

run -t prog
check "64 free ones on a node with room, none on one without" held "70 0 100 "
check "a line for each node" grep -qx \
	"# node0: 60 huge pages of 2M are set aside for this run" "$tmp/err"
check "given back" as_before
check "a RAM disk" is_same "$(cat "$tmp/modules")" "modprobe brd rd_nr=1
rmmod brd"

reserved=$tmp/root/sys/kernel/mm/hugepages/hugepages-2048kB
mkdir -p "$reserved"
echo 5 >"$reserved/resv_hugepages"
run -t prog
check "free ones that others have reserved are not ours" held "74 0 105 "
check "reserved ones: given back" as_before
echo 50000 >"$reserved/resv_hugepages"
run -t prog
check "no more than there are can be taken from us" held "74 0 164 "
check "many reserved ones: given back" as_before
rm -r "$reserved"
echo "Node 8 MemFree:  17592186044416 kB" >"$nodes/node8/meminfo"
echo 30 >"$nodes/node8/hugepages/hugepages-2048kB/free_hugepages"
run -t prog
check "a node of 16 TB" held "70 0 134 "
check "a node of 16 TB: no other word" [ "$(grep -vc '^# ' "$tmp/err")" = 0 ]
echo 64 >"$nodes/node8/hugepages/hugepages-2048kB/free_hugepages"

rm "$tmp/modules"
run -t prog --leave-host
check "--leave-host: nothing is set aside" held "10 0 100 "
check "--leave-host: no RAM disk" [ ! -e "$tmp/modules" ]

mkdir "$tmp/root/sys/module/brd"
run -t prog
check "a RAM disk that was there stays" [ -d "$tmp/root/sys/module/brd" ]
rmdir "$tmp/root/sys/module/brd"

# Another user adds ten in the meantime: these stay.
cat >"$tmp/tree/prog" <<-EOT
	#!/bin/sh
	echo 80 >"$nodes/node0/hugepages/hugepages-2048kB/nr_hugepages"
	exec "\$0.real" "\$@"
EOT
run -t prog
check "what others changed meanwhile stays" is_same "$(pages 0)" 20
echo 10 >"$nodes/node0/hugepages/hugepages-2048kB/nr_hugepages"

# The kernel allocates only three.
cat >"$tmp/tree/prog" <<-EOT
	#!/bin/sh
	echo 13 >"$nodes/node0/hugepages/hugepages-2048kB/nr_hugepages"
	exec "\$0.real" "\$@"
EOT
run -t prog
check "fewer than asked for: what was there before stays" as_before

# It allocates none.
cat >"$tmp/tree/prog" <<-EOT
	#!/bin/sh
	echo "\$PATH" >"$tmp/path"
	exec "\$0.real" "\$@"
EOT
pool=$nodes/node0/hugepages/hugepages-2048kB
mv "$pool/nr_hugepages" "$tmp/kept"
ln -s /dev/null "$pool/nr_hugepages"
(PATH=/usr/bin:/bin run -t prog)
check "none at all: told" grep -q \
	"^# node0: no huge page of 2M can be set aside: the free memory is fragmented" "$tmp/err"
rm "$pool/nr_hugepages"
mv "$tmp/kept" "$pool/nr_hugepages"
check "the folders of modprobe are in PATH" grep -q ':/usr/sbin:/sbin$' "$tmp/path"

run -t hangs -o 1
check "after a timeout all is given back" as_before

# Mounts are made by a command in a mount namespace of its own.
fake_command unshare <<-EOT
	[ "\$2" != true ] || exit 0
	echo "\$1 \${3##*/} \$4" >>"$tmp/unshared"
	shift 3
	exec "\$@"
EOT
run -t prog
check "debugfs and tracefs lack: a namespace of its own" is_same \
	"$(cat "$tmp/unshared")" "-m mounts.sh ./prog"
check "and the program runs" exits 0
fake_command mount <<-EOT
	echo "mount \$2 \$4" >>"$tmp/mounted"
EOT
# $1: what is mounted already, $2: what is then
mounts()
{
	rm -f "$tmp/mounted"
	printf '%s\n' "$1" >"$tmp/root/proc/mounts"
	KVM_HV_NESTED_ROOT=$tmp/root ${TEST_SH:-sh} "$TOP/lib/runner/mounts.sh" true
	is_same "$(cat "$tmp/mounted" 2>/dev/null)" "$2"
}
check "none is mounted: both are" mounts "" "mount debugfs /sys/kernel/debug
mount tracefs /sys/kernel/tracing"
check "one is mounted: it is not, once more, and keeps its options" mounts \
	'tracefs /sys/kernel/tracing tracefs rw,gid=7,mode=750 0 0' \
	"mount debugfs /sys/kernel/debug"
# shellcheck disable=SC2016 # for the commands
echo 'echo "mount: $4: permission denied." >&2; exit 32' | fake_command mount
# shellcheck disable=SC2016
check "refused: the programs get the reason" is_same "$(KVM_HV_NESTED_ROOT=$tmp/root \
	${TEST_SH:-sh} "$TOP/lib/runner/mounts.sh" sh -c \
	'echo "$KVM_HV_NESTED_NO_DEBUGFS $KVM_HV_NESTED_NO_TRACEFS"')" \
	"mount: /sys/kernel/debug: permission denied. "
printf '%s\n' 'none /sys/kernel/debug debugfs rw 0 0' \
	'none /sys/kernel/tracing tracefs rw 0 0' >"$tmp/root/proc/mounts"
rm "$tmp/unshared"
run -t prog
check "both are there: none" [ ! -e "$tmp/unshared" ]

finish
