// SPDX-License-Identifier: GPL-2.0
/* L1's XIVE; see l1_xive.h. */
#include <stddef.h>

#include "bits.h"
#include "guest/l1_memory.h"
#include "guest/l1_xive.h"

#define TM_OS_CPPR	0x11	/* below this priority an interrupt comes */
#define TM_OS_ACK	0x810	/* a load of 2 bytes acknowledges */

#define CPPR_ALL	0xff

static char *tima;

static void permit_all(void)
{
	WRITE_ONCE(*(uint8_t *)(tima + TM_OS_CPPR), CPPR_ALL);
}

void l1_xive_open(gpa_t tima_ra)
{
	tima = l1_ptr(tima_ra);
	permit_all();
}

void l1_xive_acknowledge(void)
{
	if (!tima)
		return;
	/* This sets CPPR to the interrupt's priority. */
	(void)READ_ONCE(*(uint16_t *)(tima + TM_OS_ACK));
	permit_all();
}
