#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Set-up fails: no network, an incomplete download, Ctrl-C during one, a full disk.  A fake
# apt-get fails in these ways; nothing is fetched.

# shellcheck disable=SC1091,SC2034
. "$(dirname -- "$0")/common.sh"

case "$(uname -m)" in ppc64 | ppc64le)
	skip "set-up" "a POWER host needs none"
	finish ;;
esac
command -v apt-get >/dev/null || {
	skip "set-up" "no apt-get"
	finish
}

apt=$(command -v apt-get)
mkdir "$tmp/bin" "$tmp/tmp"
# Queries without the network go to the real apt-get.
cat >"$tmp/bin/apt-get" <<EOF
#!/bin/sh
case " \$* " in *" indextargets "*) exec "$apt" "\$@" ;; esac
for word; do
	case "\$word" in */conf) echo half >"\${word%conf}half" ;; esac
done
: >"$tmp/fetched"
case "\$APT_END" in
no-network)
	echo "E: Failed to fetch: Could not connect" >&2
	exit 100 ;;
hang)
	sleep 1002 ;;
full)
	echo "E: Write error - write (28: No space left on device)" >&2
	exit 100 ;;
esac
EOF
chmod +x "$tmp/bin/apt-get"

start()
{
	# shellcheck disable=SC2086 # words
	PATH=$tmp/bin:$PATH TMPDIR=$tmp/tmp KVM_HV_NESTED_CACHE=$tmp/cache \
		exec ${can_interrupt-} sh "$TOP/run_kselftest.sh" --list \
		>"$tmp/out" 2>"$tmp/err" </dev/null
}

# Progress lines begin with `# `; what is left is the one line.
complaint()	{ grep -v '^# ' "$tmp/err"; }
cache_empty()
{
	[ -z "$(find "$tmp/cache" -type f ! -name lock 2>/dev/null)" ]
}

for APT_END in no-network full; do
	export APT_END
	(start)
	code=$?
	check "$APT_END: status 2" exits 2
	check "$APT_END: says so" complains "E: "
	check "$APT_END: no half-done thing is kept" cache_empty
	check "$APT_END: no temporary file" nothing_left
done

# $1: signal, $2: exit status
interrupt()
{
	APT_END=hang
	rm -f "$tmp/fetched"
	(start) &
	runner=$!
	naps=0
	while [ "$naps" -lt 100 ] && [ ! -e "$tmp/fetched" ]; do
		sleep 0.1
		naps=$((naps + 1))
	done
	kill -s "$1" "$runner"
	wait "$runner"
	check "$1 in a download: status $2" is_same $? "$2"
	check "$1 in a download: one line" is_same "$(complaint)" \
		"run_kselftest.sh: interrupted: the run is not complete"
	check "$1 in a download: it is ended" no_process
	check "$1 in a download: no half-done thing is kept" cache_empty
	check "$1 in a download: no temporary file" nothing_left
}

interrupt TERM 143
if env --default-signal=INT true 2>/dev/null; then
	can_interrupt="env --default-signal=INT"
	interrupt INT 130
else
	skip "INT in a download" "no env --default-signal"
fi

# $1: cache, $2: a part of the one line, the rest: what to set up.
refused_in()
{
	cache=$1 because=$2
	shift 2
	KVM_HV_NESTED_CACHE=$cache sh "$TOP/machine/setup.sh" "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
	exits 2 && one_line && complains "$because" &&
		[ -z "$(find "$cache" -type f 2>/dev/null)" ]
}

for name in 'a:b' 'a;b' 'a%b' 'a"b' 'a\b'; do
	check "a cache with a name like $(printf '%s\n' "$name" | tr "\\\\" /): said" \
		refused_in "$tmp/$name" "set KVM_HV_NESTED_CACHE to another" all
done
for item in "kbuild backports" debug-kernel "debug-kernel sid-64k"; do
	# shellcheck disable=SC2086 # words
	check "$item in a cache with a blank: said" refused_in "$tmp/a b" \
		"not built in a folder with a blank" $item
done

check "the debug kernel of no kernel of the table: said" refused_in "$tmp/a" \
	"no kernel is called 'nosuch'" debug-kernel nosuch

# A cache that cannot be created.
check "a cache that cannot be written" is_same \
	"$(KVM_HV_NESTED_CACHE=/proc/none sh "$TOP/run_kselftest.sh" --list \
		2>/dev/null; echo $?)" 2

finish
