# SPDX-License-Identifier: GPL-2.0
"""Mutants and their headers.

A mutant is a semantic patch, mutants/GROUP/NAME.cocci.  Its header is a comment:
"// field: text", continued by "//<tab>text".  "// tlb: strict: text" names the least of
the emulated machine's TLBs that can show the mutant, and why the others cannot.
"// tlbie: text": what it does to a tlbie that is due.  As a
program: `mutant.py FILE...` prints what is wrong with the headers, and its exit status is
1 if anything is.
"""
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REQUIRED = ("file", "breaks", "harm")
OPTIONAL = ("equivalent", "hardware-only", "tlb", "tlbie", "gap", "elsewhere", "places")
# Of machine/tlb.sh, each showing what those before it show.
TLBS = ("stock", "strict", "strict-pwc")


class Mutant:
    """One mutant; header[FIELD] is "" if the file does not have the field."""

    def __init__(self, path):
        self.path = Path(path)
        self.name = self.path.stem
        self.group = self.path.parent.name
        self.header = dict.fromkeys(REQUIRED + OPTIONAL, "")
        self.errors = []
        self._read()

    def _read(self):
        field = ""
        # The first line is the license.
        for line in self.path.read_text().splitlines()[1:]:
            if line.startswith("//\t"):
                self.header[field] = self.header.get(field, "") + " " + line[3:]
            elif line.startswith("//"):
                field, _, text = line[3:].partition(": ")
                if field not in self.header:
                    self.errors.append(f'unknown field "{field}"')
                self.header[field] = text
            else:
                break
        for field in REQUIRED:
            if not self.header[field]:
                self.errors.append(f'no line "// {field}: …"')
        self.tlb, _, self.tlb_reason = self.header["tlb"].partition(": ")
        self.tlb = self.tlb or TLBS[0]
        if self.tlb not in TLBS or bool(self.header["tlb"]) != bool(self.tlb_reason):
            self.errors.append(f'"// tlb: {self.header["tlb"]}" is not TLB: reason')

    def needs_more_than(self, tlb):
        """Is it hidden by this TLB, according to its file?"""
        return self.tlb in TLBS and TLBS.index(self.tlb) > TLBS.index(tlb)

    def is_expected_to_survive(self, tlb=TLBS[0]):
        """Is it unobservable, at least with that emulated TLB, according to its file?"""
        return bool(self.header["equivalent"] or self.header["hardware-only"]
                    or self.needs_more_than(tlb))


def all_mutants(folder=FOLDER):
    """Sorted by group and name."""
    return [Mutant(path) for path in sorted(Path(folder).glob("*/*.cocci"))]


def read_table(path):
    """The lines of a table as lists of words, without comments and empty lines."""
    lines = Path(path).read_text().splitlines()
    return [line.split() for line in lines if line.strip() and line[0] != "#"]


def read_groups(folder=FOLDER):
    """Title of each group, by its folder, in the order of the report."""
    return {words[0]: " ".join(words[1:]) for words in read_table(Path(folder) / "groups")}


def check(paths):
    """The errors in the headers of these files, one text each."""
    found = []
    names = set()
    for mutant in map(Mutant, paths):
        errors = list(mutant.errors)
        if mutant.name in names:
            errors.append("another mutant has this name")
        names.add(mutant.name)
        found += [f"{mutant.path}: {error}" for error in errors]
    return found


if __name__ == "__main__":
    problems = check(sys.argv[1:])
    print("".join(problem + "\n" for problem in problems), end="")
    sys.exit(bool(problems))
