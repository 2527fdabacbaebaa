/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mainline or stable version that a kernel's version strings stand for.
 */
#ifndef KVM_HV_NESTED_KERNEL_VERSION_H
#define KVM_HV_NESTED_KERNEL_VERSION_H

#include <stdbool.h>

struct kernel_version {
	int major;
	int minor;
	int patch;	/* 0: a mainline release */
	int rc;		/* 0: not an -rc */
};

/*
 * From uname's release and version, and Ubuntu's /proc/version_signature, "" elsewhere.
 *
 * Read as a version of the mainline or of stable:
 *	X.Y.Z, X.Y.0-rcN, X.Y-rcN, alone or with what git describes ("-12-gabc",
 *	"-dirty", "+")
 *	Debian's: the version of its source package, in uname's version
 *	Ubuntu's: the last word of the signature
 *	Fedora's: X.Y.Z-N.fcM, X.Y.0-0.rcN...fcM
 * False for all others: 5.14.0-503.el9 and 6.4.0-150600 are vendor kernels with
 * backports from many versions, and an unknown suffix can mean any change.
 */
bool kernel_version_read(const char *release, const char *version,
			 const char *signature, struct kernel_version *read);

/* < 0, 0 or > 0 if @a is older than @b, the same, newer. */
int kernel_version_compare(const struct kernel_version *a,
			   const struct kernel_version *b);

/* "X.Y", "X.Y.Z" or "X.Y-rcN" at the start of @text; what follows, or NULL. */
const char *kernel_version_parse(const char *text, struct kernel_version *parsed);

#endif /* KVM_HV_NESTED_KERNEL_VERSION_H */
