# SPDX-License-Identifier: GPL-2.0
"""The subjects of cases, which decide which cases are run against a mutant."""
import re
from collections import Counter

from mutant import FOLDER, read_table

# One case of each function per class of variants.  anon_leaf_64k is a single page on
# hosts with 64K pages, so that a leaf of several pages takes anon_leaf_2m there.
CLASSES = (
    (r"(anon_leaf_64k)?", "single"),
    (r"anon_leaf_2m", "several"),
    (r"thp_2m_leaf_64k", "split"),
    (r".*_2m_leaf_2m", "2m"),
    (r".*_1g_leaf_1g", "1g"),
)
OTHER = "other"
LIKELY_CASES = 4


def parts(case):
    """("PROGRAM:FIXTURE.FUNCTION", VARIANT) of PROGRAM:FIXTURE[.VARIANT].FUNCTION"""
    program, _, name = case.partition(":")
    words = name.split(".")
    return f"{program}:{words[0]}.{words[-1]}", words[1] if len(words) > 2 else ""


def variant_class(variant):
    """The class of a variant."""
    return next((name for pattern, name in CLASSES if re.fullmatch(pattern, variant)), OTHER)


class Subjects:
    """mutants/subjects: the first line that matches a case has its groups."""

    def __init__(self, path=FOLDER / "subjects"):
        self.lines = [(re.compile(words[0]), words[1:]) for words in read_table(path)]

    def groups(self, function):
        """The groups of PROGRAM:FIXTURE.FUNCTION; None if no line matches."""
        return next((groups for pattern, groups in self.lines if pattern.fullmatch(function)),
                    None)

    def fits(self, case, group):
        """Is the case about the group?  A name that is not a case matches any group."""
        if ":" not in case:
            return True
        return group in (self.groups(parts(case)[0]) or ())

    def cases_of_group(self, group, cases):
        """One case of each function about the group, per class of variants.  A variant
        without class only if the function has no variant with one."""
        chosen = {}
        for case in cases:
            function, variant = parts(case)
            if group in (self.groups(function) or ()):
                chosen.setdefault((function, variant_class(variant)), case)
        classed = {function for function, kind in chosen if kind != OTHER}
        return [case for (function, kind), case in chosen.items()
                if kind != OTHER or function not in classed]


def likely_cases(mutant, group, finds, cases):
    """The case that found the mutant last; for a mutant that none has found yet, those
    that found most of its group.  finds: (mutant, group, case), the latest last."""
    exists = set(cases)
    last = [case for name, _, case in finds if name == mutant][-1:]
    if last and last[0] in exists:
        return last
    count = Counter(case for _, of, case in finds if of == group and case in exists)
    return sorted(count, key=lambda case: (-count[case], case))[:LIKELY_CASES]
