#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Prints docs/coverage.md: the tests' tags and the data beside this script.

cd "$(dirname -- "$0")" || exit 2
# shellcheck disable=SC2086 # $AWK may be two words
exec ${AWK:-awk} -f render.awk sentences.tsv reasons.tsv actions.tsv red.tsv \
	functions.tsv ../../tests/*_test.c text.md
