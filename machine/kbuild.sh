# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2015,SC2034,SC2154

setup_kbuild()
{
	die "not yet"
}
