// SPDX-License-Identifier: GPL-2.0
/* May a case take the host down? See danger.h. */
#include <stdlib.h>

#include "danger.h"

const char *danger_not_wanted(void)
{
	const char *wanted = getenv(DANGER_VARIABLE);

	if (wanted && *wanted)
		return NULL;
	return "can take the host down: needs -t PROGRAM:CASE, in the emulated machine";
}
