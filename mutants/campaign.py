# SPDX-License-Identifier: GPL-2.0
"""`make mutants`: the suite against modules with one fault each.

A result is valid as long as mutant, kernel, test programs and the rules of judging have
not changed, so an interrupted campaign resumes.

Exit status: 0 no mutant survives that should not; 1 one does, or one is found that cannot
be; 2 the campaign has no result: a mutant does not build, or the unchanged module is not
green.  (With make it is always 2.)

On one host the work is distributed by threads, not by GNU parallel.  parallel runs each
job as a process, and its --resume uses a job's number in the list.  Here an emulated
machine runs many jobs, since booting it takes longer than trying a mutant, and the
validity of a result depends on checksums, not on the selection.  GNU parallel is for
several hosts: see docs/mutants.md.
"""
import os
import re
import shutil
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import report
from commands import Failed, end_all, run, say
from emulated import MACHINE, Machine, Stopped, last_line, text_of
from mutant import FOLDER, TLBS, all_mutants, read_table
from store import Store, checksum
from subjects import Subjects
from trial import FOUND, Broken, Finding, Result, Suite, Trial

TOP = FOLDER.parent
BUILDERS = 2
USAGE = """\
use: make mutants [MUTANT=NAMES] [GROUP=NAME] [KERNEL=NAME] [TLB=NAME]
		  [WITHOUT=tlbie] [MACHINES=N] [WHOLE=1] [AGAIN=1] [SHORT=1] [WALK=N]
  MUTANT   only these
  GROUP    one folder of mutants/
  KERNEL   of machine/kernels.table, default backports
  TLB      of the emulated machines: stock, strict, strict-pwc; default stock
  WITHOUT  tlbie: without the tlbie witness, and only mutants of a tlbie
  MACHINES how many emulated machines at once, default 2
  WHOLE    run the whole suite on mutants that the cases of their group do not find
  AGAIN    also try those that have a result
  SHORT    those of mutants/short, one of each group, all again; docs/mutants.md and
	   the recorded results do not change
  WALK     only nested_random_test: its kept sequences, and for each kind of memory the
	   sequences of seeds 1 to N, with N from 1 to 30
"""
WALKER = "nested_random_test"
WALK_ENVIRONMENT = """\
export KVM_HV_NESTED_SEED=1 KVM_HV_NESTED_RANDOM_SEQUENCES={sequences}
"""


class Campaign:
    """One `make mutants`, with options from the environment."""

    def __init__(self, environment):
        self.kernel = environment.get("KERNEL") or "backports"
        self.tlb = environment.get("TLB") or TLBS[0]
        if self.tlb not in TLBS:
            raise Failed(f"TLB='{self.tlb}' is none of {', '.join(TLBS)}")
        self.without = environment.get("WITHOUT") or ""
        if self.without not in ("", "tlbie"):
            raise Failed(f"WITHOUT='{self.without}' is not tlbie")
        self.name = report.name_of(self.kernel, self.tlb, self.without)
        machines = environment.get("MACHINES") or "2"
        if not re.fullmatch("[1-9]", machines):
            raise Failed(f"MACHINES='{machines}' is not from 1 to 9")
        self.machines = int(machines)
        self.is_short = bool(environment.get("SHORT"))
        self.is_again = self.is_short or bool(environment.get("AGAIN"))
        self.is_whole = bool(environment.get("WHOLE"))
        self.walk = environment.get("WALK") or ""
        if not re.fullmatch("([1-9]|[12][0-9]|30)?", self.walk):
            raise Failed(f"WALK='{self.walk}' is not from 1 to 30")
        self.mutants = self._chosen(environment.get("MUTANT", ""), environment.get("GROUP", ""))
        self.table = FOLDER / f"results/{'walk/' * bool(self.walk)}{self.name}.tsv"
        self.suite = self.store = None
        self.progress = [0, 0]
        self.interrupted = threading.Event()
        self.mutex = threading.Lock()

    def _chosen(self, names, group):
        short = {words[0] for words in read_table(FOLDER / "short")}
        chosen = [m for m in all_mutants()
                  if (not group or m.group == group)
                  and (not names or m.name in names.split())
                  and (not self.without or m.header[self.without])
                  and (not self.is_short or f"{m.group}/{m.name}" in short)]
        if not chosen:
            raise Failed(f"no mutant is called that: MUTANT='{names}' GROUP='{group}'")
        return chosen

    def run(self):
        """The exit status."""
        for item in (["all"], ["kbuild", self.kernel], ["spatch"],
                     *([["strict-qemu"]] if self.tlb != TLBS[0] else [])):
            run("sh", MACHINE / "setup.sh", *item)
        self.store = Store(TOP / f"build/mutants/{self.name}{'.short' * self.is_short}"
                           f"{'.walk' * bool(self.walk)}")
        self.store.lock()
        self._build_suite()
        self._build_modules()
        queue = self._queue()
        say(f"{len(self.mutants)} mutants, {len(self.mutants) - len(queue)} of them known already")
        begun = time.monotonic()
        self._try_all(queue)
        say(f"{len(queue)} mutants in {int(time.monotonic() - begun)} s")
        if not self.is_short:
            every = all_mutants()
            report.update_results(self.table, every, self.store.rows(every))
            report.write_document()
        return self._status()

    def _build_suite(self):
        say("building the suite")
        tree = self.store.folder / "tree"
        shutil.rmtree(tree, ignore_errors=True)
        try:
            run("make", "-s", "-C", TOP, "all")
            run("make", "-s", "-C", TOP, f"INSTALL_PATH={tree}/suite", "install")
            shutil.copy(FOLDER / "inside.sh", tree / "run_kselftest.sh")
            (tree / "without").write_text(self.without + "\n")
            if self.walk:
                (tree / "suite/campaign.env").write_text(
                    WALK_ENVIRONMENT.format(sequences=self.walk))
            with open(self.store.folder / "cases", "wb") as cases:
                run("sh", TOP / "run_kselftest.sh", "--list", stdout=cases)
        except Failed:
            raise Failed("the suite does not build") from None
        # Not the version: the results that we write make the checkout dirty.
        self.store.suite = checksum(
            [path for path in tree.rglob("*") if path.is_file() and path.name != "version"]
            + [path for path in FOLDER.glob("*.py") if path.name != "report.py"]
            + [FOLDER / "cases.awk", FOLDER / "subjects"])
        cases = text_of(self.store.folder / "cases").split("\n")
        self.suite = Suite(
            self.store.modules, cases, Subjects(),
            self._finds(), [words[0] for words in read_table(FOLDER / "smoke")], self.is_whole,
            [case for case in cases if self.walk and case.startswith(f"{WALKER}:")], set())

    def _finds(self):
        """The earlier results of each mutant on any kernel, those of this one last."""
        tables = [*sorted(self.table.parent.glob("*.tsv")), self.table]
        rows = [row for table in tables for row in report.read_results(table).values()]
        for fields in filter(None, map(self.store.read, all_mutants())):
            rows.append(report.Row("\t".join(fields[:3] + fields[4:])))
        return [(row.mutant, row.group, row.case) for row in rows if row.was_found]

    def _build_modules(self):
        say(f"building {len(self.mutants)} modules")
        for old in self.store.modules.iterdir():
            old.unlink()
        module = ("sh", FOLDER / "module.sh", self.kernel, self.store.folder)
        run(*module)

        def build(mutant):
            try:
                if not self.interrupted.is_set():
                    run(*module, mutant.path)
            except Failed:
                pass  # There is no key then.

        # By the file that they change: the objects of the last build stay.
        order = sorted(self.mutants, key=lambda m: (m.header["file"], str(m.path)))
        self._in_threads(build, order, BUILDERS)

    def _in_threads(self, function, items, threads):
        """Call function(item) in a thread pool; the first exception ends it."""
        with ThreadPoolExecutor(threads) as pool:
            try:
                for future in [pool.submit(function, item) for item in items]:
                    future.result()
            except BaseException:
                self.interrupted.set()
                pool.shutdown(wait=False, cancel_futures=True)
                end_all()
                raise

    def _queue(self):
        """Those without a valid result."""
        queue = []
        for mutant in self.mutants:
            if not (self.store.modules / f"{mutant.name}.key").exists():
                why = last_line(self.store.modules / f"{mutant.name}.log").replace("\t", " ")
                self.store.write(mutant, Result("unbuilt", Finding(text=why)))
            elif not self._is_known(mutant):
                (self.store.results / mutant.name).unlink(missing_ok=True)
                queue.append(mutant)
        return queue

    def _is_known(self, mutant):
        fields = self.store.read(mutant)
        if self.is_again or not fields or (self.is_whole and fields[2] == "unseen"):
            return False
        return fields[7] == self.store.key(mutant)

    def _try_all(self, queue):
        """Concurrent machines with several CPUs each wait for each other.  So try all on
        one CPU first, and then on two CPUs, in sequence, those that were not found, those
        last found on two CPUs only, and those expected not to be found."""
        wants_two = text_of(self.store.folder / "tree/suite/two-cpus.txt").split()
        if self.walk:
            self._pass(queue, self.machines, 1)
            return
        hard = {row.mutant for row in report.read_results(self.table).values()
                if row.verdict == "unseen" or row.case.partition(":")[0] in wants_two}
        self._pass([m for m in queue
                    if m.is_expected_to_survive(self.tlb) or m.name not in hard],
                   self.machines, 1)
        self._pass([m for m in queue if not self.store.read(m)], 1, 2)

    def _pass(self, queue, machines, cpus):
        self.progress = [0, len(queue)]
        rest = iter(list(queue))
        numbers = range(1, min(machines, len(queue)) + 1)
        if queue:
            self._in_threads(lambda number: self._work(rest, number, cpus), numbers, len(numbers))

    def _work(self, rest, number, cpus):
        """One machine, until no mutant is left."""
        machine = Machine(self.store.folder, self.kernel, number, cpus, self.interrupted,
                          self.tlb)
        try:
            while not self.interrupted.is_set():
                with self.mutex:
                    mutant = next(rest, None)
                if not mutant:
                    machine.switch_off()
                    return
                trial = Trial(machine, self.suite, mutant)
                trial.switch_on()
                begun = time.monotonic()
                result = trial.run()
                with self.mutex:
                    self._record(mutant, result, int(time.monotonic() - begun))
        except Stopped:
            pass  # The reason is raised elsewhere.
        except BaseException:
            self.interrupted.set()
            raise
        finally:
            machine.kill()

    def _record(self, mutant, result, seconds):
        self.progress[0] += 1
        if not result:
            return
        self.store.write(mutant, result, seconds)
        found = result.finding
        what = f"{found.case}, {found.witness}: {found.text[:60]}" if found.case else ""
        print(f"[{self.progress[0]}/{self.progress[1]}] {result.verdict:8} "
              f"{mutant.group}/{mutant.name}: {what} ({seconds} s)", flush=True)

    def _status(self):
        status = 0
        for mutant in self.mutants:
            fields = self.store.read(mutant)
            verdict = fields[2] if fields else ""
            if verdict in FOUND:
                if cannot_be_found(mutant):
                    say(f"{mutant.name} was found, which cannot be: {fields[4]} is red now and"
                        f" then, or the argument in {mutant.path} is wrong")
                    status = 1
            elif verdict == "unbuilt":
                status = status or 2
            elif not mutant.is_expected_to_survive(self.tlb):
                status = 1
        return status


def cannot_be_found(mutant):
    """Is it unobservable on this host, according to its file?  A TLB that usually hides a
    mutant may show it by chance."""
    return bool(mutant.header["equivalent"]
                or (mutant.header["hardware-only"] and os.uname().machine != "ppc64le"))


def interrupt(number, _frame):
    """SystemExit in the main thread, which ends all child processes."""
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main():
    """The exit status."""
    if sys.argv[1:] == ["--help"]:
        print(USAGE, end="")
        return 0
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    # The make that called us is another.
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"):
        os.environ.pop(name, None)
    # Also inside a kernel tree: what we build lies in build/.
    os.environ["KVM_HV_NESTED_STANDALONE"] = "y"
    os.environ["KVM_HV_NESTED_CACHE"] = os.path.abspath(
        os.environ.get("KVM_HV_NESTED_CACHE") or TOP / ".cache")
    try:
        return Campaign(os.environ).run()
    except (Failed, Broken) as error:
        if str(error):
            print(f"campaign.py: {error}", file=sys.stderr)
    except OSError as error:
        print(f"campaign.py: {error}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
