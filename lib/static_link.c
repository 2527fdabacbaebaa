// SPDX-License-Identifier: GPL-2.0
/*
 * Parts of libraries that a static program cannot use, and does without.
 *
 * Their insides call dlopen() and getaddrinfo(), which glibc offers to dynamic
 * programs only and the linker warns about. We never get there: no plugins are
 * loaded, no node is named by a network address. With these the parts are not
 * drawn in. Weak: if they come in after all, they win.
 */
#include "compiler_attrs.h"

struct bitmask;
struct tep_handle;

/* libtraceevent: paths of plugins, of which there are none. */
void __attr(weak) free_tep_plugin_paths(struct tep_handle *tep)
{
}

/* libnuma: the nodes of "ip:…", "pci:…" and the like. */
int __attr(weak) resolve_affinity(const char *id, struct bitmask *mask)
{
	return -1;
}
