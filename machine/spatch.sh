# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2016,SC2034
#
# $CACHE/spatch/spatch: Coccinelle, for mutants: the system's, or else the package's, with
# the one library that may be missing.

spatch_recipe=1

spatch_fetch()
{
	archive_find
	apt_open "$host_suite"
	library=$(apt_field Depends coccinelle |
		awk -v RS='[,|\n] *' '$1 ~ /^libpcre/ { print $1 }')
	# shellcheck disable=SC2086 # may be empty
	apt_download "$work/debs" coccinelle $library
	say "unpacking them to $CACHE/spatch"
	for deb in "$work"/debs/*.deb; do
		unpack "$work/spatch" "$deb" --wildcards \
			--exclude='./usr/share*' --exclude='*/spgen' \
			--exclude='*/ocaml' --exclude='*/python'
	done
	rm -rf "$work/debs"
}

spatch_put()
{
	mkdir -p "$work/spatch" || die "cannot write to $work"
	if path=$(system_tool spatch); then
		ln -s "$path" "$work/spatch/spatch"
	else
		multiarch=$(gcc_multiarch)
		cat >"$work/spatch/spatch" <<EOF
#!/bin/sh
here=\${0%/*}
libraries=\$here/lib/$multiarch:\$here/usr/lib/$multiarch
LD_LIBRARY_PATH=\$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
COCCINELLE_HOME=\$here/usr/lib/coccinelle
export LD_LIBRARY_PATH COCCINELLE_HOME
exec "\$here/usr/bin/spatch" "\$@"
EOF
		chmod +x "$work/spatch/spatch"
	fi
	item_put spatch "$spatch_recipe" "$work/spatch"
}

spatch_ready()
{
	item_ready spatch "$spatch_recipe" && [ -x "$CACHE/spatch/spatch" ]
}

setup_spatch()
{
	spatch_ready && return
	cache_begin
	spatch_ready && return
	system_tool spatch >/dev/null || spatch_fetch
	spatch_put
}
