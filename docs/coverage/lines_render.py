#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Prints docs/coverage/lines.md.

use: lines_render.py LINES REASONS TEXT

LINES is lines.tsv, see lines_count.py; REASONS reasons-lines.tsv, which says why a line
or a branch is not reached; TEXT the text around the tables, lines-text.md. What has no
reason, and which reasons are no longer needed, is printed to stderr too.
"""

import sys

from lines_count import rows_of

# A reason of one of these kinds may be unneeded in one run and needed in the next.
BY_CHANCE = {"race"}


class Function:
    """A function, and what of it was not reached."""

    def __init__(self, file, name, start, *numbers):
        self.file = file
        self.name = name
        self.start = int(start)
        self.lines, self.reached, self.branches, self.taken = map(int, numbers)
        self.missed = []

    def excused(self):
        """How many lines and how many branches have a reason."""
        places = [place for place in self.missed if place.reason]
        return (sum(1 for place in places if place.is_line),
                sum(place.of if place.is_line else 1 for place in places))


class Place:
    """A line or a branch that was not reached, and why."""

    def __init__(self, kind, offset, *branch):
        self.is_line = kind == "line"
        self.offset = int(offset)
        # Of a line, all of its branches.
        self.of = int(branch[-1])
        self.branch = int(branch[0])
        self.reason = None

    def is_in(self, words):
        """Is it in one of: *, 12, 12-15, 12.1 (a branch of line 12)?"""
        for word in words.split():
            lines, _, branch = word.partition(".")
            if branch and (self.is_line or int(branch) != self.branch):
                continue
            first, _, last = lines.partition("-")
            if word == "*" or int(first) <= self.offset <= int(last or first):
                return True
        return False

    def text(self, start):
        """Its name in the table."""
        number = str(start + self.offset)
        return number if self.is_line else "%s, branch %d of %d" % (
            number, self.branch, self.of)


def read_lines(path):
    """What was measured, and the functions."""
    functions = []
    label = ""
    for kind, *rest in rows_of(path):
        if kind == "measured":
            label = rest[0]
        elif kind == "function":
            functions.append(Function(*rest))
        else:
            functions[-1].missed.append(Place(kind, *rest))
    return label, functions


def give_reasons(functions, rows):
    """Attach the reasons. Returns those that nothing needs."""
    by_name = {function.name: function for function in functions}
    unneeded = []
    for row in rows:
        if len(row) != 4:
            raise SystemExit("reasons-lines.tsv: not function, lines, kind, reason: %s"
                             % "\t".join(row))
        name, words, kind, _ = row
        found = [place for place in by_name[name].missed if not place.reason
                 and place.is_in(words)] if name in by_name else []
        for place in found:
            place.reason = row
        if not found and kind not in BY_CHANCE:
            unneeded.append("%s %s" % (name, words))
    return unneeded


def percent(part, whole):
    """A figure and its percentage."""
    return "%d of %d, %.1f%%" % (part, whole, 100 * part / whole) if whole else "none"


def total_rows(functions):
    """One row for each file: all, and without what has a reason."""
    for file in dict.fromkeys(function.file for function in functions):
        mine = [function for function in functions if function.file == file]
        lines = sum(f.lines for f in mine)
        reached = sum(f.reached for f in mine)
        branches = sum(f.branches for f in mine)
        taken = sum(f.taken for f in mine)
        excused = [f.excused() for f in mine]
        yield "| `%s` | %s | %s | %s | %s |" % (
            file, percent(reached, lines), percent(taken, branches),
            percent(reached, lines - sum(e[0] for e in excused)),
            percent(taken, branches - sum(e[1] for e in excused)))


def function_rows(functions):
    """One row for each function."""
    for f in functions:
        yield "| `%s` | %d of %d | %s |" % (
            f.name, f.reached, f.lines,
            "%d of %d" % (f.taken, f.branches) if f.branches else "")


def runs(places, start):
    """The places of one reason: lines that follow each other as one."""
    text = []
    last = None
    for place in places:
        if place.is_line and last and last.is_line and place.offset == last.offset + 1:
            text[-1] = text[-1].split("-")[0] + "-%d" % (start + place.offset)
        else:
            text.append(place.text(start))
        last = place
    return "; ".join(text)


def missed_rows(functions):
    """One row for each reason of a function."""
    for f in functions:
        groups = {}
        for place in f.missed:
            groups.setdefault(tuple(place.reason or ("", "", "", "")), []).append(place)
        for reason, places in groups.items():
            yield "| `%s` | %s | %s | %s |" % (
                f.name, runs(places, f.start), reason[2] or "none", reason[3])


def main(lines, reasons, text):
    """Fill the tables into the text."""
    label, functions = read_lines(lines)
    for what in give_reasons(functions, rows_of(reasons)):
        print("reasons-lines.tsv: reached, needs no reason: %s" % what, file=sys.stderr)
    for f in functions:
        for place in f.missed:
            if not place.reason:
                print("no reason in reasons-lines.tsv: %s %s (line %s)" % (
                    f.name, place.offset if place.is_line else "%d.%d" % (
                        place.offset, place.branch), place.text(f.start)),
                      file=sys.stderr)
    tables = {"@measured@": [label], "@totals@": total_rows(functions),
              "@functions@": function_rows(functions),
              "@missed@": missed_rows(functions)}
    with open(text, encoding="utf-8") as file:
        for line in file:
            rows = tables.get(line.strip())
            print(line, end="") if rows is None else print("\n".join(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
