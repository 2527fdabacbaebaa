# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034
#
# $CACHE/distro-packages: the packages that set-up fetches on a POWER host, in a folder that
# apt takes for an archive: with the lists as Debian has signed them.

distro_packages_recipe=1

# What lib/build/needs.sh and machine/tools.sh ask for, and the source's newest.
distro_packages_fetch()
{
	distro_open "$kernel_suite" "$kernel_suite-backports"
	say "fetching what a build on POWER wants, for a folder of packages"
	source_newest
	apt_install "$work/debs" "$work/status" gcc libc6-dev make xz-utils libnuma-dev \
		libtracefs-dev libtraceevent-dev "$package=$version"
}

# Sums of files by SHA256, of a signed list of them. $1: InRelease, $2: file
distro_sum()
{
	awk -v file="$2" '
		/^SHA256:/ { inside = 1; next }
		/^[A-Z]/ { inside = 0 }
		inside && $3 == file { print $1; exit }' "$1"
}

# The lists as the archive has them: apt itself keeps them unpacked, and asks a folder for
# packed ones. It keeps what is signed under its address, with _ for /.
distro_lists()
{
	list=main/binary-ppc64el/Packages.xz
	first=$(printf '%s\n' "$archives" | sed 's|/$||; q')
	for signed in "$apt"/state/lists/*InRelease; do
		place=dists/${signed##*_dists_}
		place=${place%_InRelease}
		mkdir -p "$folder/$place/${list%/*}" &&
			cp "$signed" "$folder/$place/InRelease" ||
			die "cannot write to $work: is the disk full?"
		LC_ALL=C /usr/lib/apt/apt-helper -c "$apt/conf" download-file \
			"$first/$place/$list" \
			"$folder/$place/$list" "SHA256:$(distro_sum "$signed" $list)" \
			>"$work/log" 2>&1 || die "cannot fetch $place/$list: $(why)"
	done
}

# Each package where its list has it.
distro_pool()
{
	for deb in "$work"/debs/*.deb; do
		name=$("$dpkg-deb" -f "$deb" Package) && version=$("$dpkg-deb" -f "$deb" Version)
		place=$(awk -v name="$name" -v version="$version" '
			/^Package: / { at = $2 }
			/^Version: / { of = $2 }
			/^Filename: / && at == name && of == version { print $2; exit }
			' "$apt"/state/lists/*Packages)
		mkdir -p "$folder/${place%/*}" && mv "$deb" "$folder/$place" ||
			die "cannot write to $work: is the disk full?"
	done
}

setup_distro_packages()
{
	kernel_row debian12
	item_ready distro-packages "$distro_packages_recipe" && return
	cache_begin
	item_ready distro-packages "$distro_packages_recipe" && return
	# Only what the Debian of the image lacks.
	cp "$CACHE/distro/status" "$work/status" || die "cannot write to $work"
	distro_packages_fetch
	folder=$work/folder
	distro_lists
	distro_pool
	item_put distro-packages "$distro_packages_recipe" "$folder"
}
