# SPDX-License-Identifier: GPL-2.0
"""The results of machine/matrix.sh, as one page and one JSON file.

Usage: matrix.py DIR: DIR/KERNEL.MACHINE.TLB/summary.json become DIR/matrix.json and
DIR/matrix.html.  A column is a run, a row a case; `program` is what became of a program
and is no case's doing.

matrix.json:
  suite
  columns   list of kernel (its name), machine, tlb, release, status, started, elapsed,
            totals, options, folder
  rows      list of program, case, results: for each column null, or verdict, reason,
            seconds
"""
import html
import json
import sys
from pathlib import Path

MARKS = {"pass": "✓", "skip": "–"}
VERDICTS = ["pass", "fail", "error", "skip", "xfail", "xpass", "not run"]

STYLE = """
:root { color-scheme: light dark; --soft: #8884; }
body { font: 14px/1.4 sans-serif; margin: 2em; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--soft); padding: .1em .5em; text-align: left; }
td.r { text-align: center; }
thead th { position: sticky; top: 0; background: Canvas; vertical-align: top; }
.pass, .fail, .error, .skip, .xfail, .xpass { color: #111; }
.pass { background: #bfe5bf; } .skip { background: #d9d9d9; }
.xfail { background: #f3dc9a; }
.fail, .error, .xpass { background: #f2a5a0; }
.filters { margin: 1em 0; } .filters label { margin-right: 1em; }
td.r[title] { cursor: help; }
#why { position: fixed; bottom: 0; left: 0; right: 0; padding: .5em 2em; background: Canvas;
  border-top: 1px solid var(--soft); min-height: 1.4em; }
"""

SCRIPT = """
const rows = [...document.querySelectorAll("tbody tr")];
const by = id => document.getElementById(id);
function show() {
  const text = by("text").value.toLowerCase();
  const wanted = [...document.querySelectorAll(".verdict:checked")].map(b => b.value);
  let n = 0;
  for (const row of rows) {
    const has = row.dataset.verdicts.split(",");
    row.hidden = !(row.dataset.name.includes(text) && has.some(v => wanted.includes(v)) &&
      (!by("differs").checked || new Set(has).size > 1));
    n += !row.hidden;
  }
  by("count").textContent = n + " of " + rows.length + " cases";
}
document.querySelectorAll(".filters input").forEach(i => i.addEventListener("input", show));
document.querySelector("tbody").addEventListener("click", e => {
  const cell = e.target.closest("td.r");
  by("why").textContent = cell ? cell.title : "";
});
document.querySelector(".filters").hidden = false;
show();
"""


def read_runs(folder):
    """(column, summary) of each run, the same kernel's side by side."""
    runs = []
    for path in sorted(folder.glob("*.*.*/summary.json")):
        kernel, machine, tlb = path.parent.name.rsplit(".", 2)
        try:
            run = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            # Cut off: that run was killed, and is repeated.
            print(f"# {path.parent.name}: no whole summary.json: left out", file=sys.stderr)
            continue
        column = {"kernel": kernel, "machine": machine, "tlb": tlb,
                  "release": run["host"]["kernel"], "folder": path.parent.name}
        for key in ("status", "started", "elapsed", "totals", "options"):
            column[key] = run[key]
        runs.append((column, run))
    return runs


def results_of(run):
    """{(program, case): result}, the program itself where its cases do not tell."""
    found = {}
    for program in run["programs"]:
        told = any(case["verdict"] in ("fail", "error", "xpass") for case in program["cases"])
        if not program["cases"] or (program["verdict"] in ("fail", "error") and not told):
            found[program["program"], "program"] = program
        for case in program["cases"]:
            found[program["program"], case["case"]] = case
    return {key: {"verdict": result["verdict"], "reason": result["reason"],
                  "seconds": result.get("seconds")} for key, result in found.items()}


def matrix(runs):
    """What matrix.json holds."""
    results = [results_of(run) for column, run in runs]
    keys = {}
    for found in results:
        keys.update(dict.fromkeys(found))
    # The programs in the order of the first run that has them, each with its cases.
    programs = list(dict.fromkeys(program for program, case in keys))
    ordered = sorted(keys, key=lambda key: programs.index(key[0]))
    return {"suite": "kvm-hv-nested", "columns": [column for column, run in runs],
            "rows": [{"program": program, "case": case,
                      "results": [found.get((program, case)) for found in results]}
                     for program, case in ordered]}


def cell(result):
    """A case on a column."""
    if result is None:
        return "<td></td>"
    verdict = result["verdict"]
    tip = verdict + (": " + result["reason"] if result["reason"] else "")
    if result["seconds"] is not None:
        tip += f", {result['seconds']:.2f} s"
    return (f'<td class="r {verdict}" title="{html.escape(tip)}">'
            f"{MARKS.get(verdict, verdict)}</td>")


def row(entry):
    """A case."""
    verdicts = ",".join(result["verdict"] if result else "" for result in entry["results"])
    name = f"{entry['program']}:{entry['case']}"
    cells = "".join(cell(result) for result in entry["results"])
    return (f'<tr data-verdicts="{verdicts}" data-name="{html.escape(name.lower())}">'
            f"<td>{html.escape(name)}</td>{cells}</tr>")


def head(column):
    """A run."""
    totals = " ".join(f"{verdict}: {count}" for verdict, count in column["totals"].items()
                      if count)
    text = [column["kernel"], column["release"], column["machine"], column["tlb"], totals]
    return (f'<th><a href="{html.escape(column["folder"])}/report.html">'
            + "<br>".join(html.escape(line) for line in text) + "</a></th>")


def reasons(data):
    """What is not green, for readers without a pointer: each reason with its cases."""
    found = {}
    for entry in data["rows"]:
        for column, result in zip(data["columns"], entry["results"]):
            if result and result["verdict"] != "pass":
                where = found.setdefault((result["verdict"], result["reason"]), {})
                where.setdefault(column["folder"], []).append(
                    f"{entry['program']}:{entry['case']}")
    for (verdict, reason), where in sorted(found.items()):
        yield (f'<dt><span class="{verdict}">{verdict}</span> '
               f"{html.escape(reason)}</dt>")
        for folder, names in where.items():
            yield (f"<dd><details><summary>{html.escape(folder)}: {len(names)}</summary>"
                   f"{'<br>'.join(map(html.escape, names))}</details></dd>")


def page(data):
    """matrix.html."""
    boxes = "".join(f'<label><input type="checkbox" class="verdict" value="{verdict}" '
                    f"checked> {verdict}</label>" for verdict in VERDICTS)
    return "\n".join([
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f"<title>kvm-hv-nested: matrix</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        "<h1>kvm-hv-nested</h1>",
        '<div class="filters" hidden><label>name <input id="text"></label>'
        f'{boxes}<label><input type="checkbox" id="differs"> not the same everywhere'
        '</label><span id="count"></span></div>',
        "<table><thead><tr><th>case</th>" + "".join(map(head, data["columns"]))
        + "</tr></thead>\n<tbody>", *map(row, data["rows"]), "</tbody></table>",
        '<h2>Reasons</h2>\n<dl>', *reasons(data), '</dl>\n<div id="why"></div>',
        f"<script>{SCRIPT}</script>\n</body>\n</html>\n"])


def write(path, text):
    """Whole or not at all."""
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.rename(path)


def main(folder):
    """Both files."""
    data = matrix(read_runs(folder))
    write(folder / "matrix.json", json.dumps(data, indent=1) + "\n")
    write(folder / "matrix.html", page(data))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
