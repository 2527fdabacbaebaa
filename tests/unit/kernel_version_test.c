// SPDX-License-Identifier: GPL-2.0
/* The mainline version that a kernel's version strings stand for, if any. */
#include "kselftest_harness.h"

#include "kernel_version.h"

struct sample {
	const char *release;
	const char *version;	/* of uname */
	const char *signature;
	const char *means;	/* NULL: not a mainline version */
};

static const struct sample samples[] = {
	{ "7.2.13", "#1 SMP", "", "7.2.13" },
	{ "6.4.0", "#1 SMP", "", "6.4" },
	{ "7.2.0-rc3", "#1 SMP", "", "7.2-rc3" },
	{ "7.2.0-rc3-00012-g0123456789ab-dirty", "#7 SMP", "", "7.2-rc3" },
	{ "7.2.13-dirty", "#7 SMP", "", "7.2.13" },
	{ "7.2.0+", "#7 SMP", "", "7.2" },
	/* Debian: uname's version has the source package. */
	{ "6.1.0-31-powerpc64le", "#1 SMP Debian 6.1.128-1 (2025-02-07)", "", "6.1.128" },
	{ "6.12.95+deb12-powerpc64le", "#1 SMP Debian 6.12.95-1~bpo12+1 (2026-07-05)", "",
	  "6.12.95" },
	{ "6.12.48+deb13-powerpc64le", "#1 SMP Debian 6.12.48-1 (2025-09-20)", "", "6.12.48" },
	{ "7.2-rc4+deb14-powerpc64le", "#1 SMP PREEMPT Debian 7.2~rc4-1~exp1 (2026-07-14)", "",
	  "7.2-rc4" },
	/* Without that, its ABI number is no version. */
	{ "6.1.0-31-powerpc64le", "#1 SMP", "", NULL },
	{ "6.12.48+deb13-powerpc64le", "#1 SMP", "", NULL },
	{ "6.8.0-45-generic", "#45-Ubuntu SMP", "Ubuntu 6.8.0-45.45-generic 6.8.12", "6.8.12" },
	{ "6.8.0-45-generic", "#45-Ubuntu SMP", "", NULL },
	{ "6.12.1-200.fc41.ppc64le", "#1 SMP", "", "6.12.1" },
	{ "7.2.0-0.rc6.260805gc21bb4193868.50.fc45.ppc64le", "#1 SMP", "", "7.2-rc6" },
	{ "7.2.0-0.20260805git1.fc45.ppc64le", "#1 SMP", "", NULL },
	{ "5.14.0-503.el9.ppc64le", "#1 SMP", "", NULL },
	{ "5.14.0-503.11.1.el9_5.ppc64le", "#1 SMP", "", NULL },
	{ "6.4.0-150600.23.33-default", "#1 SMP", "", NULL },
	{ "6.12.95-kvm-hv-nested", "#1 SMP", "", NULL },
	{ "6.12.95-mine", "#1 SMP", "", NULL },
	{ "unknown", "", "", NULL },
	{ "", "", "", NULL },
};

/* Each sample of uname's strings is parsed to the expected version, or to none. */
TEST(strings_of_running_kernels)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(samples); i++) {
		const struct sample *s = &samples[i];
		struct kernel_version read, means;

		ASSERT_EQ(!!s->means, kernel_version_read(s->release, s->version,
							  s->signature, &read)) {
			TH_LOG("%s", s->release);
		}
		if (!s->means)
			continue;
		ASSERT_NE(NULL, kernel_version_parse(s->means, &means));
		EXPECT_EQ(0, kernel_version_compare(&read, &means)) {
			TH_LOG("%s is read as %d.%d.%d-rc%d", s->release, read.major,
			       read.minor, read.patch, read.rc);
		}
	}
}

/* Versions are ordered as they were released, -rc before the release. */
TEST(order)
{
	static const char * const rising[] = {
		"5.14", "6.1.176", "6.1.189", "6.12.95", "7.2-rc1", "7.2-rc10", "7.2", "7.2.8",
		"7.2.13", "7.3-rc1",
	};
	struct kernel_version older, newer;
	size_t i;

	for (i = 1; i < ARRAY_SIZE(rising); i++) {
		ASSERT_NE(NULL, kernel_version_parse(rising[i - 1], &older));
		ASSERT_NE(NULL, kernel_version_parse(rising[i], &newer));
		EXPECT_GT(0, kernel_version_compare(&older, &newer));
		EXPECT_LT(0, kernel_version_compare(&newer, &older));
	}
}

TEST_HARNESS_MAIN
