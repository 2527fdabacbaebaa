// SPDX-License-Identifier: GPL-2.0
/* Version strings of kernels; see include/kernel_version.h. */
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "kernel_version.h"

static const char *parse_number(const char *text, int *number)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return NULL;
	value = strtoul(text, &end, 10);
	if (value > USHRT_MAX)
		return NULL;
	*number = value;
	return end;
}

const char *kernel_version_parse(const char *text, struct kernel_version *parsed)
{
	struct kernel_version v = {};
	const char *end;

	text = parse_number(text, &v.major);
	if (!text || *text++ != '.')
		return NULL;
	text = parse_number(text, &v.minor);
	if (!text)
		return NULL;
	if (*text == '.') {
		end = parse_number(text + 1, &v.patch);
		text = end ? end : text;
	}
	/* Debian's source packages write ~rc. */
	if (!strncmp(text, "-rc", 3) || !strncmp(text, "~rc", 3)) {
		end = parse_number(text + 3, &v.rc);
		text = end ? end : text;
	}
	*parsed = v;
	return text;
}

/* The word after "Debian " in uname's version: the source package's version. */
static bool read_debian(const char *version, struct kernel_version *read)
{
	const char *at = strstr(version, "Debian ");

	at = at ? kernel_version_parse(at + strlen("Debian "), read) : NULL;
	return at && (*at == '-' || *at == '~');
}

/* "Ubuntu 6.8.0-45.45-generic 6.8.12": the last word is the stable version. */
static bool read_ubuntu(const char *signature, struct kernel_version *read)
{
	const char *last = strrchr(signature, ' ');

	if (strncmp(signature, "Ubuntu ", strlen("Ubuntu ")) || !last)
		return false;
	last = kernel_version_parse(last + 1, read);
	return last && !*last;
}

/* "-200.fc41.ppc64le", "-0.rc3.260805gc21bb.50.fc45.ppc64le" */
static bool read_fedora(const char *suffix, struct kernel_version *read)
{
	const char *fc = strstr(suffix, ".fc");

	if (*suffix != '-' || !isdigit((unsigned char)suffix[1]) || !fc ||
	    !isdigit((unsigned char)fc[3]))
		return false;
	if (!strncmp(suffix, "-0.rc", 5))
		return parse_number(suffix + 5, &read->rc);
	/* "-0.20260805git": between two versions of the mainline. */
	return strncmp(suffix, "-0.", 3);
}

/* Suffixes of setlocalversion in a git tree: "-12-g0123456789ab", "-dirty", "+". */
static bool is_of_git(const char *suffix)
{
	int commits;
	const char *at = *suffix == '-' ? parse_number(suffix + 1, &commits) : NULL;

	if (at && !strncmp(at, "-g", 2)) {
		at += 2;
		suffix = at + strspn(at, "0123456789abcdef");
	}
	if (!strncmp(suffix, "-dirty", strlen("-dirty")))
		suffix += strlen("-dirty");
	if (*suffix == '+')
		suffix++;
	return !*suffix;
}

bool kernel_version_read(const char *release, const char *version,
			 const char *signature, struct kernel_version *read)
{
	const char *suffix;

	if (read_debian(version, read) || read_ubuntu(signature, read))
		return true;
	suffix = kernel_version_parse(release, read);
	return suffix && (is_of_git(suffix) || read_fedora(suffix, read));
}

int kernel_version_compare(const struct kernel_version *a,
			   const struct kernel_version *b)
{
	if (a->major != b->major)
		return a->major - b->major;
	if (a->minor != b->minor)
		return a->minor - b->minor;
	if (a->patch != b->patch)
		return a->patch - b->patch;
	return (a->rc ? a->rc : INT_MAX) - (b->rc ? b->rc : INT_MAX);
}
