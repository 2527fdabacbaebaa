// SPDX-License-Identifier: GPL-2.0
/*
 * Stubs for library functions that a static program cannot use.
 *
 * The originals call dlopen() and getaddrinfo(), which glibc supports in dynamic
 * programs only; the linker warns about them. The tests never call them: no plugins are
 * loaded, and no node is named by a network address. The stubs keep the linker from
 * including the originals; they are weak in case it does so anyway.
 */
#include "compiler_attrs.h"

struct bitmask;
struct tep_handle;

/* libtraceevent: there are no plugin paths. */
void __attr(weak) free_tep_plugin_paths(struct tep_handle *tep)
{
}

/* libnuma: nodes named "ip:…", "pci:…" and so on. */
int __attr(weak) resolve_affinity(const char *id, struct bitmask *mask)
{
	return -1;
}
