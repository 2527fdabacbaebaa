# SPDX-License-Identifier: GPL-2.0
"""Messages, failures, and child processes, which end with the campaign."""
import os
import signal
import subprocess
import sys

# Sessions of run(), by their leaders.
CHILDREN = set()


class Failed(Exception):
    """One line on why the campaign has no result; status 2.  Without a line the command
    that failed has printed one."""


def say(text):
    """On standard error, as machine/*.sh do."""
    print(f"# {text}", file=sys.stderr, flush=True)


def run(*command, stdout=sys.stderr):
    """Run a command; Failed if it fails.  All its processes end with the campaign."""
    with subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                          stdout=stdout, start_new_session=True) as process:
        CHILDREN.add(process.pid)
        try:
            process.wait()
        except BaseException:
            end_group(process.pid)
            raise
        finally:
            CHILDREN.discard(process.pid)
    if process.returncode:
        raise Failed("")


def end_group(pid):
    """End all processes of a command of run()."""
    try:
        os.killpg(pid, signal.SIGTERM)
    except ProcessLookupError:
        pass


def end_all():
    """End what run() started in any thread."""
    for pid in list(CHILDREN):
        end_group(pid)
