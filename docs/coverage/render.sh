#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Prints docs/coverage.md: the table of what L0 does, the tests, their tags and the
# data beside this script. With --whole each row has all of its cases.

whole=
[ "$1" = --whole ] && whole=1

cd "$(dirname -- "$0")" || exit 2
fixture=../../x86-free-ppc64/fixture
# shellcheck disable=SC2086 # $AWK may be two words
exec ${AWK:-awk} -v whole=$whole -f render.awk sentences.tsv reasons.tsv \
	$fixture/l0_op_arrange.c $fixture/l0_ops_*.c actions.tsv red.tsv \
	functions.tsv ../../tests/*_test.c text.md
