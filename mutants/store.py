# SPDX-License-Identifier: GPL-2.0
"""The files that a campaign keeps between runs, and the keys that make them valid."""
import fcntl
import hashlib
import os

import report
from commands import Failed
from emulated import text_of


def checksum(paths):
    """Checksum of names and contents."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


class Store:
    """build/mutants/KERNEL: modules, results, machines.  A result is one file with one
    line: mutant, group, verdict, seconds, case, witness, text, key."""

    def __init__(self, folder):
        self.folder = folder
        self.modules = folder / "ko"
        self.results = folder / "results"
        self.suite = ""
        for made in (self.modules, self.results):
            made.mkdir(parents=True, exist_ok=True)

    def lock(self):
        """Lock the folder until the process ends."""
        lock = os.open(self.folder / "lock", os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"another campaign works in {self.folder}: wait for its end") from None

    def key(self, mutant):
        """The key of module (see module.sh) and suite: a result with another key is
        invalid.  Without a module "-", which is never valid."""
        module = text_of(self.modules / f"{mutant.name}.key")
        return f"{module}.{self.suite}" if module else "-"

    def read(self, mutant):
        """The fields of its result, or []."""
        text = text_of(self.results / mutant.name)
        return (text.split("\t") + [""] * 8)[:8] if text else []

    def write(self, mutant, result, seconds=0):
        """Write the file by rename, so that it is always complete."""
        fields = (mutant.name, mutant.group, result.verdict, str(seconds), *result.finding,
                  self.key(mutant))
        new = self.results / f".{mutant.name}"
        new.write_text("\t".join(fields) + "\n")
        new.rename(self.results / mutant.name)

    def rows(self, mutants):
        """Results with this suite, for the report: without the key, and without the time,
        which differs in each run."""
        results = ((mutant, self.read(mutant)) for mutant in mutants)
        return {mutant.name: report.Row("\t".join(fields[:3] + fields[4:7]))
                for mutant, fields in results
                if fields and fields[7].partition(".")[2] == self.suite}
