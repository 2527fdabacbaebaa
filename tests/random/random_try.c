// SPDX-License-Identifier: GPL-2.0
/* A sequence in a process of its own, and how that ended. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler_attrs.h"
#include "random_run.h"
#include "test_util.h"

static void __noreturn run_child(const struct random_sequence *sequence, int out)
{
	TEST_ASSERT(dup2(out, STDOUT_FILENO) >= 0, "dup2");
	close(out);
	test_case_begin(NULL, 0, "random", "", random_memories[sequence->memory]);
	random_run(sequence);
	fflush(stdout);
	_exit(KSFT_PASS);
}

/* The verdict's line: "# FAIL: file:line: why [step 3: …]". */
static void take_line(struct random_outcome *outcome, const char *line)
{
	static const struct {
		const char *word;
		enum random_end end;
	} verdicts[] = {
		{ "# FAIL: ", RANDOM_FAILED }, { "# ERROR: ", RANDOM_ERROR },
		{ "# XFAIL: ", RANDOM_KNOWN }, { "# SKIP: ", RANDOM_SKIPPED },
	};
	const char *step = strstr(line, " [step ");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verdicts); i++) {
		size_t len = strlen(verdicts[i].word);

		if (strncmp(line, verdicts[i].word, len))
			continue;
		outcome->end = verdicts[i].end;
		snprintf(outcome->text, sizeof(outcome->text), "%s", line + len);
		outcome->text[strcspn(outcome->text, "\n")] = '\0';
		outcome->step = step ? atoi(step + strlen(" [step ")) : -1;
	}
}

void random_try(const struct random_sequence *sequence,
		struct random_outcome *outcome)
{
	int pipes[2], status;
	char line[4096];
	FILE *from;
	pid_t pid;

	*outcome = (struct random_outcome){ .step = -1 };
	fflush(stdout);
	TEST_ASSERT(!pipe(pipes), "pipe");
	pid = fork();
	TEST_ASSERT(pid >= 0, "fork");
	if (!pid) {
		close(pipes[0]);
		run_child(sequence, pipes[1]);
	}
	close(pipes[1]);
	from = fdopen(pipes[0], "r");
	while (fgets(line, sizeof(line), from))
		take_line(outcome, line);
	fclose(from);
	TEST_ASSERT(waitpid(pid, &status, 0) == pid, "waitpid");
	if (WIFSIGNALED(status)) {
		outcome->end = RANDOM_DIED;
		snprintf(outcome->text, sizeof(outcome->text), "signal %d",
			 WTERMSIG(status));
	} else if (WEXITSTATUS(status) && outcome->end == RANDOM_PASSED) {
		outcome->end = RANDOM_ERROR;
		snprintf(outcome->text, sizeof(outcome->text), "exit status %d",
			 WEXITSTATUS(status));
	}
}

/* The place of the check: "file:line". */
static size_t place_len(const char *text)
{
	size_t file = strcspn(text, ":");

	return text[file] ? file + 1 + strcspn(text + file + 1, ":") : file;
}

bool random_same_failure(const struct random_outcome *a,
			 const struct random_outcome *b)
{
	size_t len = place_len(a->text);

	return a->end == b->end && len == place_len(b->text) &&
	       !strncmp(a->text, b->text, len);
}
