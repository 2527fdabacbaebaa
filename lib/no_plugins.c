// SPDX-License-Identifier: GPL-2.0
/*
 * libtraceevent can load plugins, which a static program cannot. We ask for
 * none, but its parser wants to free the plugins' paths, and that alone draws
 * in the loader and a warning of the linker about dlopen(). Without paths
 * there is nothing to free. Weak: if the loader comes in after all, it wins.
 */
#include "compiler_attrs.h"

struct tep_handle;

void __attr(weak) free_tep_plugin_paths(struct tep_handle *tep)
{
}
