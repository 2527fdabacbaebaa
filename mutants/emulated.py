# SPDX-License-Identifier: GPL-2.0
"""One emulated machine of a campaign, which runs many mutants in one boot.

mutants/inside.sh executes the jobs in it; its header describes the files of a job.
"""
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from judge import first_splat
from mutant import FOLDER

MACHINE = FOLDER.parent / "machine"
POLLS_PER_SECOND = 5
SILENCE_LIMIT = 60  # seconds
SWITCH_OFF_LIMIT = 3  # seconds

# How a job ends.
GREEN, RED, REFUSED, DEAD, ABSENT = "green", "red", "refused", "dead", "absent"
ENDS = {"0": GREEN, "1": RED}


class Stopped(Exception):
    """The campaign is interrupted."""


@dataclass
class Job:
    """The result of a job.  died: why the machine ended, with DEAD; splat: the kernel's
    first one that no case has judged."""
    ended: str
    ktap: Path = None
    died: str = ""
    splat: str = ""


def text_of(path):
    """A file's text without the last newline; "" if there is no file."""
    try:
        return Path(path).read_bytes().decode(errors="replace").rstrip("\n")
    except FileNotFoundError:
        return ""


def last_line(path):
    """The last line of a file, or "" """
    return text_of(path).split("\n")[-1]


class Machine:
    """A machine.  is_hurt: its kernel had a splat, some of which are printed only once per
    boot, or a mutant may have left its effects; is_fresh: no mutant ran in it."""

    def __init__(self, state, kernel, number, cpus, interrupted=None, tlb="stock"):
        self.folder = state / f"machine.{number}"
        self.command = ["sh", MACHINE / "run.sh", "--kernel", kernel, "--tlb", tlb,
                        "--cpus", str(cpus), "--tree", state / "tree", "--results", self.folder,
                        "--timeout", "99999", "--", "campaign"]
        self.cpus = cpus
        self.tlb = tlb
        self.interrupted = interrupted or threading.Event()
        self.process = None
        self.jobs = 0
        self.is_hurt = self.is_fresh = False

    @property
    def is_on(self):
        """As of the last job: it may have died since."""
        return self.process is not None

    def switch_on(self):
        """Boot a new machine."""
        self.switch_off()
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "jobs").mkdir(parents=True)
        self.jobs = 0
        # It ends with us, however we end.
        with open(self.folder / "out", "wb") as out, open(self.folder / "err", "wb") as err:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *self.command], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        self.is_hurt = False
        self.is_fresh = True

    def switch_off(self):
        """Let it power off; kill it if it does not."""
        if not self.is_on:
            return
        self._put(self.jobs + 1, ["end"])
        try:
            self.process.wait(SWITCH_OFF_LIMIT)
        except subprocess.TimeoutExpired:
            pass
        self.kill()

    def kill(self):
        """run.sh ends QEMU and removes what it made."""
        if self.is_on:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def _put(self, number, cases):
        """By rename, so that inside.sh never reads a partial list."""
        new = self.folder / f"jobs/{number}.new-cases"
        new.write_text("".join(case.replace(":", " ", 1) + "\n" for case in cases))
        new.rename(self.folder / f"jobs/{number}.cases")

    def run(self, module, cases):
        """One run of the suite: a Job."""
        self.jobs += 1
        files = self.folder / f"jobs/{self.jobs}"
        shutil.copyfile(module, f"{files}.ko")
        self._put(self.jobs, cases)
        job = Job("", Path(f"{files}.ktap"))
        job.ended, job.died = self._wait(f"{files}.status", job.ktap)
        Path(f"{files}.ko").unlink()
        self._read_log(job, Path(f"{files}.log"))
        return job

    def _wait(self, status, ktap):
        quiet, size = 0, None
        while not self.interrupted.wait(1 / POLLS_PER_SECOND):
            # Before the status: what ends between the two has ended orderly.
            is_over = not self.is_on or self.process.poll() is not None
            if text_of(status):
                return ENDS.get(text_of(status), REFUSED), ""
            if is_over:
                self.process = None
                died = text_of(self.folder / "machine-verdict")
                # A QEMU that was killed shows nothing about a kernel.
                is_absent = re.match("$|QEMU ended with status [1-9]", died)
                return (ABSENT if is_absent else DEAD), died
            now = ktap.stat().st_size if ktap.exists() else None
            quiet = quiet + 1 if now == size else 0
            size = now
            if quiet >= SILENCE_LIMIT * POLLS_PER_SECOND:
                self.kill()
                return DEAD, f"hang: no line for {SILENCE_LIMIT} s"
        raise Stopped

    def _read_log(self, job, log):
        lines = [re.sub(r"^<\d+>\[[ \d.]*\] ", "", line) for line in text_of(log).split("\n")]
        job.splat = self._splat("log", lines)
        # Also a splat that a case has judged: the kernel may not print it again.
        kernel = [line for line in lines if not line.startswith("kvm-hv-nested: ")]
        if self._splat("log.kernel", kernel):
            self.is_hurt = True

    def _splat(self, name, lines):
        (self.folder / name).write_text("".join(line + "\n" for line in lines if line))
        return first_splat(self.folder / name)
