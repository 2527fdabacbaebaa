# SPDX-License-Identifier: GPL-2.0
#
# Prints how many results are worse than the baseline's.

END {
	finish_parsing()
	compare_with_baseline()
	print worse + 0
}
