# SPDX-License-Identifier: GPL-2.0
"""The result of a run of the suite: the first case that is not ok, and the witness.

The stream is read by the runner's own lib/runner/ktap.awk, so that a case has the same
verdict here as in a run of the suite.
"""
import os
import re
import subprocess
from typing import NamedTuple

from mutant import FOLDER

RUNNER = FOLDER.parent / "lib/runner"
BAD = ("fail", "error", "xpass")
# What the machine was doing when no program ran.
NO_CASE = "between two runs"

# The first pattern that fits the text of a failure names its witness.
WITNESSES = (
    ("^ERROR", "error"),
    ("machine died: hang|TIMEOUT", "hang"),
    ("machine died", "crash"),
    ("kernel log|kernel complained", "kernel log"),
    (r"^[a-z_0-9.]+:[0-9]+: TLB: ", "TLB log"),
    ("tlbie: |no tlbie", "tlbie"),
    (r"\bhang", "hang"),
    ("composition|composed", "composition"),
    ("shadow lea|shadow table|keeps [0-9]+ |shadow", "shadow table"),
    ("rmap (obj|entr|event)|objects? outlive|outlive|census|grew|live rmap", "census"),
    ("fault|trap|DSISR|ASDR|cause|interrupt", "fault"),
    ("the guest reads 0x[0-9a-f]+ at ", "data"),
    ("(gave|returned) -?[0-9]|H_[A-Z]+", "return code"),
    ("reads|memory at offset|store went to frame|missed the new page|hit the page|"
     "does not read|should read", "data"),
    ("xpected ", "comparison"),
)


def witness(text):
    """The witness that the text of a failure belongs to."""
    return next((name for pattern, name in WITNESSES if re.search(pattern, text)), "other")


class Finding(NamedTuple):
    """The case (or program), the witness and the text."""
    case: str = ""
    witness: str = ""
    text: str = ""


def finding(case, text):
    """With the text in one field of a table, and the witness that it shows."""
    text = text.replace("\t", " ")
    return Finding(case, witness(text), text)


def awk(*arguments):
    """Standard output, as lines."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("SELECTED", "STATUS")}
    run = subprocess.run(["awk", *map(str, arguments)], env=environment, check=True,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    return run.stdout.decode(errors="replace").split("\n")[:-1]


def harness_text(lines):
    """The harness's own message on the first bad case: FILE.c:LINE:..."""
    text = ""
    for line in lines:
        if re.match(r"# # +[^ ]+\.c:[0-9]+:", line):
            text = text or re.sub("^# # *", "", line)
        elif re.match(r"# (not )?ok [0-9]+", line):
            if text and (line.startswith("# not ") or " # XPASS" in line):
                return text
            text = ""
    return ""


def judge(ktap, died=""):
    """The finding of a run; Finding() if it has none.  ktap: a file; died: how the
    machine ended, if it did."""
    lines, records = [], []
    if ktap.exists():
        lines = [line.rstrip("\r") for line in
                 ktap.read_bytes().decode(errors="replace").split("\n")]
        records = [line.split("\t", 4) for line in
                   awk("-f", RUNNER / "ktap.awk", "-f", FOLDER / "cases.awk", ktap)]
    program = last = ""
    for what, program_name, name, verdict, text in records:
        if what == "last":
            last = name
            continue
        program = program_name
        if verdict not in BAD or (what == "program" and died):
            continue
        text = ("ERROR: " if verdict == "error" else "") + text
        case = f"{program}:{name}" if what == "case" else program
        return finding(case, text or harness_text(lines))
    if not died:
        return Finding()
    return finding(f"{program}:{last}" if program else NO_CASE, f"the machine died: {died}")


def first_splat(log):
    """One line on the first splat in a kernel log that no case has judged, or ""."""
    output = awk("-v", f"splats={RUNNER}/kernel_splats.h", "-v", "complaints=1",
                 "-f", RUNNER / "splats.awk", "-f", RUNNER / "kmsg.awk", log)
    return output[0].replace("\t", " ") if output else ""
