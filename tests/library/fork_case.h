/* SPDX-License-Identifier: GPL-2.0 */
/* A case that a test of the library runs in a child, to see how it ends. */
#ifndef FORK_CASE_H
#define FORK_CASE_H

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Run @fn(@data) in a child, which ends with status @returned if @fn returns. Returns its
 * exit status, -1 if it has none; its output is in @out, of @size bytes.
 */
static inline int fork_case(void (*fn)(void *data), void *data, int returned,
			    char *out, size_t size)
{
	int fds[2], status;
	size_t used = 0;
	ssize_t len;
	pid_t pid;

	if (pipe(fds))
		return -1;
	pid = fork();
	if (!pid) {
		dup2(fds[1], STDOUT_FILENO);
		close(fds[0]);
		close(fds[1]);
		fn(data);
		_exit(returned);
	}
	close(fds[1]);
	while ((len = read(fds[0], out + used, size - used - 1)) > 0)
		used += len;
	out[used] = '\0';
	close(fds[0]);
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

#endif /* FORK_CASE_H */
