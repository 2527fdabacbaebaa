# SPDX-License-Identifier: GPL-2.0
"""Trying a mutant in a machine: the cases to run, and when it counts as found.

A machine is valid as long as the unchanged module is green in it.
"""
from typing import NamedTuple

from emulated import ABSENT, DEAD, GREEN, RED, REFUSED, Job, last_line
from judge import NO_CASE, Finding, judge
from mutant import TLBS
from subjects import likely_cases

FOUND = ("killed", "crashed", "hung")
# How often a machine may go away under one mutant.
ABSENCES = 2


class Broken(Exception):
    """The campaign cannot continue: no mutant can be judged."""


class Result(NamedTuple):
    """verdict: killed, crashed, hung; unseen (by its group's cases), survived (the whole
    suite); refused (no load or unload), unclear."""
    verdict: str
    finding: Finding = Finding()


class Suite(NamedTuple):
    """Shared by all trials of a campaign.  finds: (mutant, group, case), from earlier
    campaigns; smoke: cases in which the unchanged module is green; is_whole: run all
    cases on a mutant that its group's cases do not find; walk: run only these cases, which
    are deterministic; green: those of them in which the unchanged module was green."""
    modules: object
    cases: list
    subjects: object
    finds: list
    smoke: list
    is_whole: bool = False
    walk: list = ()
    green: set = frozenset()


class Trial:
    """Mutants, one after the other, in one machine."""

    def __init__(self, machine, suite, mutant):
        self.machine = machine
        self.suite = suite
        self.mutant = mutant

    def run(self):
        """The Result; None if the mutant was not found on a machine with one CPU, where
        some cases skip."""
        absences = 0
        while True:
            self.switch_on()
            # A crash counts only if no other mutant ran in this machine.
            is_alone, self.machine.is_fresh = self.machine.is_fresh, False
            job, cases = self._run_stages()
            if job.ended == ABSENT:
                absences += 1
                if absences > ABSENCES:
                    return Result("unclear", Finding(text="the machine goes away"))
            elif job.ended != DEAD or is_alone:
                result = self._result(job, cases)
                if self._keeps and self.mutant.header["tlbie"]:
                    # For the next one.
                    self.machine.is_hurt = True
                if is_alone or not self._keeps or not result or result.verdict != "unclear":
                    return result
                # It may have met what another mutant left in the TLB.
                self.machine.is_hurt = True

    def _run_stages(self):
        """The last job, and its cases: the first that is not green, if any is not."""
        job, cases = Job(GREEN), []
        for stage in self._stages():
            if not stage:
                continue
            job, cases = self._run(self._module, stage), stage
            if job.ended != GREEN or job.splat:
                break
        return job, cases

    def _stages(self):
        name, group, suite = self.mutant.name, self.mutant.group, self.suite
        if suite.walk:
            yield [case for of, _, case in suite.finds if of == name and case in suite.walk][-1:]
            yield suite.walk
            return
        yield likely_cases(name, group, suite.finds, suite.cases)
        yield suite.subjects.cases_of_group(group, suite.cases)
        if self._meets_all:
            yield suite.cases

    def _result(self, job, cases):
        if job.ended == REFUSED:
            self.machine.is_hurt = True
            return Result("refused", Finding(text=last_line(job.ktap)))
        if job.ended == DEAD:
            verdict = "hung" if job.died.startswith("hang") else "crashed"
            return self._confirm(verdict, judge(job.ktap, job.died))
        if job.ended == RED:
            found = judge(job.ktap)
            # An error of the test's shows nothing about the kernel.
            if found.witness == "error":
                self.machine.is_hurt = True
                return Result("unclear", found)
            return self._confirm("killed", found, cases)
        if job.splat:
            return self._judge_unloading(job, cases)
        if not self._is_green(self.suite.smoke):
            self.machine.is_hurt = True
        if self.suite.walk:
            return Result("unseen")
        if self.machine.cpus == 1 and not self.mutant.is_expected_to_survive(self.machine.tlb):
            return None
        return Result("survived" if self._meets_all else "unseen")

    def _confirm(self, verdict, found, stage=()):
        """A find is valid if the case is green with the unchanged module, in a new machine
        if this one is hurt or gone, and red again with the mutant."""
        cases = self.suite.smoke if found.case in ("", NO_CASE) else [found.case]
        if not self._is_green_somewhere(cases):
            self.machine.is_hurt = True
            return Result("unclear", found)
        if verdict == "killed" and not self._is_red_again(found, stage):
            return Result("unclear", found)
        return Result(verdict, found)

    def _is_green_somewhere(self, cases):
        if self.suite.green.issuperset(cases):
            return True
        is_green = self._is_green_here_or_anew(cases)
        if is_green and self.suite.walk:
            self.suite.green.update(cases)
        return is_green

    def _is_green_here_or_anew(self, cases):
        if self.machine.is_on and not self.machine.is_hurt and self._is_green(cases):
            return True
        self.machine.is_hurt = True
        self.switch_on()
        return self._is_green(cases)

    def _is_red_again(self, found, stage):
        """A case that never found this mutant before must do so twice: a case that is red
        occasionally, with any module, is not a find.  With a strict TLB the cases before
        it may be needed."""
        if (self.mutant.name, self.mutant.group, found.case) in self.suite.finds:
            return True
        if not found.case:
            return False
        return (self._run(self._module, [found.case]).ended != GREEN
                or (self._keeps and self._run(self._module, stage).ended != GREEN))

    def _judge_unloading(self, job, cases):
        """A splat that no case has judged is valid if the unchanged module has none with
        the same cases."""
        found = Finding("unloading", "kernel log", job.splat)
        self.machine.is_hurt = True
        self.switch_on()
        unchanged = self._run(self._unchanged, cases)
        if unchanged.ended == GREEN and not unchanged.splat:
            return Result("killed", found)
        self.machine.is_hurt = True
        return Result("unclear", found)

    def switch_on(self):
        """A machine in which the unchanged module is green: the running one, if it is not
        hurt.  On a busy host it may be too slow: two tries."""
        if self.machine.is_on and not self.machine.is_hurt:
            return
        for _ in range(2):
            self.machine.switch_on()
            job = self._run(self._unchanged, self.suite.smoke)
            if job.ended == GREEN:
                return
        if job.ended == ABSENT:
            raise Broken("the emulated machine ended: " + last_line(self.machine.folder / "err"))
        raise Broken(f"the unchanged module is not green ({job.ended}): "
                     + " ".join(judge(job.ktap, job.died)))

    def _run(self, module, cases):
        return self.machine.run(module, cases)

    def _is_green(self, cases):
        return self._run(self._unchanged, cases).ended == GREEN

    @property
    def _keeps(self):
        """Does this machine's TLB keep what a mutant did not invalidate?"""
        return self.machine.tlb != TLBS[0]

    @property
    def _meets_all(self):
        return self.suite.is_whole and not self.mutant.header["equivalent"]

    @property
    def _module(self):
        return self.suite.modules / f"{self.mutant.name}.ko"

    @property
    def _unchanged(self):
        return self.suite.modules / "unchanged.ko"
