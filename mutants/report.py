# SPDX-License-Identifier: GPL-2.0
"""The results of campaigns: mutants/results/KERNEL[-TLB].tsv, and docs/mutants.md, which
is generated from these.

As a program: writes docs/mutants.md anew, from "## Score" on.
"""
import re

from mutant import FOLDER, TLBS, all_mutants, read_groups
from subjects import Subjects
from trial import FOUND

DOCUMENT = FOLDER.parent / "docs/mutants.md"
TABLE_HEAD = """\
# SPDX-License-Identifier: GPL-2.0
# mutant, group, verdict, case, witness, text; those at the end may lack
"""
WITHOUT = "without-"
IN_WORDS = {
    "": "not run",
    "unseen": "not found by its group's cases",
    "survived": "not found by the whole suite",
    "unbuilt": "did not build",
    "unclear": "a test error, red without it too, or red only once",
    "refused": "did not load or unload",
}


class Row:
    """A line of such a table."""

    def __init__(self, line):
        words = line.split("\t") + [""] * 6
        self.mutant, self.group, self.verdict, self.case, self.witness, self.text = words[:6]
        self.was_found = self.verdict in FOUND
        # One that does not build, or whose case is red without it too, shows nothing.
        self.was_tried = self.verdict not in ("", "unbuilt", "unclear")

    def __str__(self):
        return "\t".join((self.mutant, self.group, self.verdict, self.case, self.witness,
                          self.text)).rstrip("\t")

    def outcome(self):
        """The text of a cell of the report."""
        if self.verdict in IN_WORDS:
            return IN_WORDS[self.verdict]
        if self.verdict == "killed":
            return f"{short(self.case)} ({self.witness})"
        return f"{self.verdict}: {short(self.case)}" if self.was_found else self.verdict


def name_of(kernel, tlb, without=""):
    """The name of a campaign's table; the stock TLB is not in it."""
    return (kernel + (f"-{tlb}" if tlb != TLBS[0] else "")
            + (f"-{WITHOUT}{without}" if without else ""))


def is_without(name):
    """Is it of a campaign that left a witness out?"""
    return f"-{WITHOUT}" in name


def parts_of(name):
    """(KERNEL, TLB) of such a name."""
    name = name.partition(f"-{WITHOUT}")[0]
    for tlb in reversed(TLBS[1:]):
        if name.endswith(f"-{tlb}"):
            return name[:-len(tlb) - 1], tlb
    return name, TLBS[0]


def short(case):
    """The name of a case in the report."""
    for pattern, by in ((r"_test:", ":"), (r":nested_[a-z_]*\.", ":"), (r":global\.", ":")):
        case = re.sub(pattern, by, case, count=1)
    return case.replace("|", "\\|")


def read_results(path):
    """Rows of a table by the mutant's name."""
    rows = {}
    if path.exists():
        for line in path.read_text().split("\n"):
            if line.strip() and line[0] != "#":
                row = Row(line)
                rows[row.mutant] = row
    return rows


def update_results(table, mutants, new):
    """Add new rows to the table, by the mutant's name; other rows stay if their mutants
    still exist."""
    rows = {**read_results(table), **new}
    table.parent.mkdir(exist_ok=True)
    table.write_text(TABLE_HEAD + "".join(f"{rows[m.name]}\n" for m in mutants if m.name in rows))


class Report:
    """results: rows by the mutant's name, by the table's name (kernel and TLB)."""

    def __init__(self, groups, subjects, mutants, results):
        self.groups = groups
        self.subjects = subjects
        self.mutants = mutants
        # Equivalent ones, and what only hardware shows, are never counted; what needs a
        # strict TLB is where there is one.
        self.counted = [m for m in mutants if not m.is_expected_to_survive(TLBS[-1])]
        self.results = {name: rows for name, rows in results.items()
                        if rows and not is_without(name)}
        self.without = {name: rows for name, rows in results.items()
                        if rows and is_without(name)}

    def walk(self):
        """The section on nested_random_test alone, or nothing."""
        if not self.results:
            return []
        missed = [f"* `{m.group}/{m.name}` ({kernel}): {m.header['breaks']}"
                  for m, kernel, row in self._each() if row.was_tried and not row.was_found]
        return ["## Found by sequences at random alone", "",
                "`make mutants WALK=N`: `nested_random_test` and no other program.", "",
                *self._score_table(), "", "Not found:", "", *(missed or ["None."]), ""]

    def text(self, walk=()):
        """The report; walk: the lines of that section."""
        return "\n".join((
            *self._score(),
            *walk,
            *self._section("Survivors", self._survivors()),
            *self._section("Found by a case of another subject", self._elsewhere()),
            "## Equivalent", "", "No difference can be observed; never counted.", "",
            *self._equivalent(), "",
            *self._section("Hidden by the TLB of stock QEMU", self._hidden_by_stock()),
            *self._section("Hidden by `--tlb strict`", self._hidden_by_strict()),
            *self._section("Without the tlbie witness", self._without()),
            "## Hardware only", "",
            "The emulator cannot show them; they count where the campaign runs on POWER9.", "",
            *(f"* `{m.group}/{m.name}`: {m.header['breaks']}. Reason: "
              f"{m.header['hardware-only']}" for m in self.mutants if m.header["hardware-only"]),
            "", "## The mutants", "",
            "What found each: the case (and the witness that spoke). The text of the\n"
            "failures is in `mutants/results/`.",
            *self._tables())) + "\n"

    def _row(self, kernel, mutant):
        return self.results[kernel].get(mutant.name) or Row(mutant.name)

    def _counts(self, kernel, mutant):
        return not mutant.needs_more_than(parts_of(kernel)[1])

    def _each(self):
        for mutant in self.counted:
            for kernel in self.results:
                if self._counts(kernel, mutant):
                    yield mutant, kernel, self._row(kernel, mutant)

    def _outcome(self, kernel, mutant):
        return self._outcome_of(self.results[kernel], kernel, mutant)

    def _outcome_of(self, rows, name, mutant):
        row = rows.get(mutant.name) or Row(mutant.name)
        if self._counts(name, mutant) or row.was_found:
            return row.outcome()
        return f"needs {mutant.tlb}"

    def _hidden_by_stock(self):
        for mutant in self.counted:
            if mutant.tlb != TLBS[0]:
                finds = [f"{kernel}: {row.outcome()}" for kernel, row in
                         ((kernel, self._row(kernel, mutant)) for kernel in self.results)
                         if row.was_found]
                yield (f"* `{mutant.group}/{mutant.name}`: {mutant.header['breaks']}. It needs "
                       f"`--tlb {mutant.tlb}`: {mutant.tlb_reason}. Found on "
                       f"{'; '.join(finds) or 'none yet'}")

    def _hidden_by_strict(self):
        if all(parts_of(name)[1] == TLBS[0] for name in self.results):
            yield "Not measured: no campaign of all mutants with `TLB=strict` is on record."
        for mutant, name, row in self._each():
            kernel, tlb = parts_of(name)
            if tlb == TLBS[0] or kernel not in self.results or row.was_found:
                continue
            stock = self._row(kernel, mutant)
            if row.was_tried and stock.was_found:
                yield (f"* `{mutant.group}/{mutant.name}` ({name}, {row.outcome()}): stock: "
                       f"{stock.outcome()}")

    def _without(self):
        """What the other witnesses find of the mutants that take away or change a tlbie."""
        mutants = [m for m in self.counted if m.header["tlbie"]]
        if not self.without or not mutants:
            return
        yield from ("Each takes away, delays or misdirects an invalidation of the TLB.", "",
                    f"| mutant | the tlbie | {' | '.join(self.without)} |",
                    "|---" * (2 + len(self.without)) + "|")
        for mutant in mutants:
            cells = (self._outcome_of(rows, name, mutant) for name, rows in self.without.items())
            yield (f"| `{mutant.group}/{mutant.name}` | {mutant.header['tlbie']} | "
                   f"{' | '.join(cells)} |")
        yield f"| **all** | | {' | '.join(self._score_without(mutants))} |"

    def _score_without(self, mutants):
        for name, results in self.without.items():
            rows = [results[m.name] for m in mutants if m.name in results]
            rows = [row for row in rows if row.was_tried]
            found = [row for row in rows if row.was_found]
            logged = sum(row.witness == "TLB log" for row in found)
            yield (f"{len(found)} of {len(rows)}"
                   + (f", {len(found) * 100 // len(rows)}%" if rows else "")
                   + (f"; {logged} of them by the TLB log alone" if logged else ""))

    def _head(self, *columns):
        columns += tuple(self.results)
        return [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]

    def _score_table(self):
        rows = [(title, group) for group, title in self.groups.items()] + [("**all**", None)]
        return [*self._head("group"),
                *(f"| {title} | {' | '.join(self._score_of(group))} |" for title, group in rows)]

    def _score(self):
        return ["## Score", "", *self._score_table(),
                "", "Of those that can be found: without equivalent ones, those that only\n"
                "hardware shows, and those that the machine's TLB hides. A column without\n"
                "a TLB's name is of stock QEMU.", ""]

    def _score_of(self, group):
        for kernel in self.results:
            rows = [self._row(kernel, m) for m in self.counted
                    if group in (None, m.group) and self._counts(kernel, m)]
            tried = sum(row.was_tried for row in rows)
            found = sum(row.was_found for row in rows)
            yield (f"{found} of {tried}" + (f", {found * 100 // tried}%" if tried else "")
                   + (f"; {len(rows) - tried} not run" if len(rows) > tried else ""))

    @staticmethod
    def _section(title, lines):
        return [f"## {title}", "", *(list(lines) or ["None."]), ""]

    def _survivors(self):
        for mutant, kernel, row in self._each():
            if row.was_tried and not row.was_found:
                gap = mutant.header["gap"]
                yield (f"* `{mutant.group}/{mutant.name}` ({kernel}, {row.outcome()}): "
                       f"{mutant.header['breaks']}. "
                       + (f"Why: {gap}" if gap else "No reason known yet."))

    def _elsewhere(self):
        for mutant, kernel, row in self._each():
            if row.verdict == "killed" and not self.subjects.fits(row.case, mutant.group):
                yield (f"* `{mutant.group}/{mutant.name}` ({kernel}) by {short(row.case)}: "
                       + (mutant.header["elsewhere"] or "**not explained**"))

    def _equivalent(self):
        for mutant in self.mutants:
            if not mutant.header["equivalent"]:
                continue
            rows = ((kernel, self._row(kernel, mutant)) for kernel in self.results)
            yield (f"* `{mutant.group}/{mutant.name}`: {mutant.header['breaks']}. Argument: "
                   f"{mutant.header['equivalent']}"
                   + "".join(f" **Refuted on {kernel} by {short(row.case)}.**"
                             for kernel, row in rows if row.was_found))

    def _tables(self):
        for group, title in self.groups.items():
            yield from ("", f"### {title}", "")
            yield from self._head("mutant", "makes false", "a user would suffer")
            for mutant in self.counted:
                if mutant.group == group:
                    cells = [mutant.name, mutant.header["breaks"], mutant.header["harm"],
                             *(self._outcome(kernel, mutant) for kernel in self.results)]
                    yield f"| {' | '.join(cells)} |"


def write_document(folder=FOLDER, document=DOCUMENT):
    """Rewrite docs/mutants.md from "## Score" on; the part before is written by hand."""
    mutants = all_mutants(folder)
    names = {m.name for m in mutants}

    def report_of(tables):
        results = {table.stem: {name: row for name, row in read_results(table).items()
                                if name in names} for table in sorted(tables)}
        return Report(read_groups(folder), Subjects(folder / "subjects"), mutants, results)

    walk = report_of((folder / "results/walk").glob("*.tsv")).walk()
    report = report_of((folder / "results").glob("*.tsv"))
    by_hand = re.split(r"(?m)^## Score", document.read_text(), maxsplit=1)[0]
    new = document.with_suffix(".new")
    new.write_text(by_hand + report.text(walk))
    new.replace(document)


if __name__ == "__main__":
    write_document()
