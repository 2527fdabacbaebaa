#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Adds the counts of several runs, and prints which lines and branches none reached.

use: lines_count.py SCOPE SOURCES LABEL GCOV.json...

SCOPE is lines-scope.tsv, SOURCES the folder of the kernel's sources, LABEL what was
measured, each GCOV.json what `gcov --json-format --branch-probabilities --stdout` has
of one object. The output has one row for a function, and below it one for each line,
and each branch of a reached line, that was not reached. Lines are counted from the
function's first one, so that a change elsewhere in the file moves none:

    function FILE NAME START LINES REACHED BRANCHES TAKEN
    line     OFFSET BRANCHES
    branch   OFFSET NUMBER OF
"""

import json
import os
import sys


def rows_of(path):
    """The rows of a tab-separated file, without its comments."""
    with open(path, encoding="utf-8") as file:
        for row in file:
            if row.strip() and not row.startswith("#"):
                yield row.rstrip("\n").split("\t")


class Counts:
    """What the runs have counted in one source file."""

    def __init__(self):
        self.functions = {}
        self.lines = {}
        self.branches = {}

    def add(self, found):
        """Add one run's part of gcov's output."""
        for function in found["functions"]:
            self.functions[function["name"]] = (function["start_line"],
                                                function["end_line"])
        lines = {}
        branches = {}
        # A line has several entries if several copies of its function are compiled.
        for line in found["lines"]:
            number = line["line_number"]
            lines[number] = lines.get(number, 0) + line["count"]
            branches.setdefault(number, []).extend(
                branch["count"] for branch in line["branches"])
        for number, count in lines.items():
            self.lines[number] = self.lines.get(number, 0) + count
            before = self.branches.get(number, [0] * len(branches[number]))
            self.branches[number] = [a + b for a, b in
                                     zip(before, branches[number], strict=True)]


def read_counts(paths):
    """The counts of all runs, by the base name of the source."""
    counts = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for found in json.load(file)["files"]:
                name = os.path.basename(found["file"])
                # What comes from headers differs between objects.
                if name.endswith(".c"):
                    counts.setdefault(name, Counts()).add(found)
    return counts


def part_of(source, start, end, labels):
    """The lines from the first label in a function until the last one."""
    with open(source, encoding="utf-8") as file:
        text = file.read().split("\n")[:end]
    places = [number for label in labels
              for number, line in enumerate(text[start - 1:], start)
              if line.strip() == "case %s:" % label]
    if len(places) != 2:
        raise SystemExit("lines_count.py: %s has no part from %s to %s: mend"
                         " lines-scope.tsv" % (source, labels[0], labels[1]))
    return places[0], places[1] - 1


def scope(rows, counts, sources):
    """File, function, its first line, and the first and last line that count."""
    for file, name, *labels in rows:
        if file not in counts:
            raise SystemExit("lines_count.py: %s was not counted: see lines-scope.tsv"
                             % file)
        functions = counts[file].functions
        # A function that another version of the kernel has.
        if name != "*" and name not in functions:
            continue
        names = [name] if name != "*" else sorted(functions, key=functions.get)
        for name in names:
            start, end = functions[name]
            first, last = start, end
            if labels:
                first, last = part_of(os.path.join(sources, file), start, end, labels)
            yield file, name, start, first, last


def function_rows(counts, name, start, first, last):
    """One function: its own row, and those of what was not reached."""
    lines = [n for n in sorted(counts.lines) if first <= n <= last]
    reached = [n for n in lines if counts.lines[n]]
    branches = [b for n in lines for b in counts.branches[n]]
    yield ("function", name, start, len(lines), len(reached), len(branches),
           sum(1 for b in branches if b))
    for number in lines:
        if not counts.lines[number]:
            yield ("line", number - start, len(counts.branches[number]))
            continue
        of = counts.branches[number]
        for i, count in enumerate(of):
            if not count:
                yield ("branch", number - start, i + 1, len(of))


def main(scope_file, sources, label, *paths):
    """Print the rows of all functions."""
    counts = read_counts(paths)
    functions = list(scope(rows_of(scope_file), counts, sources))
    print("# SPDX-License-Identifier: GPL-2.0")
    print("# Measured by `make coverage-kernel`, see lines_count.py.")
    print("measured\t%s" % label)
    for file, name, start, first, last in functions:
        for kind, *rest in function_rows(counts[file], name, start, first, last):
            if kind == "function":
                rest.insert(0, file)
            print("\t".join(str(word) for word in (kind, *rest)))


if __name__ == "__main__":
    main(*sys.argv[1:])
