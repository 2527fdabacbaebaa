# SPDX-License-Identifier: GPL-2.0
"""Unit tests of mutants/*.py, without a machine.  Prints TAP."""
import sys
import tempfile
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "mutants"
sys.path.insert(0, str(FOLDER))

import campaign
import judge
import mutant
import report
import store
import subjects
import trial
from emulated import ABSENT, DEAD, GREEN, RED, REFUSED, Job, Machine

CASES = ["nested_map_test:nested_map.anon_leaf_64k.real_mode",
         "nested_map_test:nested_map.anon_leaf_2m.real_mode",
         "nested_map_test:nested_map.anon_leaf_1m.real_mode",
         "nested_map_test:nested_map.thp_2m_leaf_2m.real_mode",
         "nested_slot_test:nested_slot.anon_leaf_64k.read_only",
         "nested_hcall_test:nested_hcall.enter_refused"]
SMOKE = ["nested_unmap_test:nested_unmap.anon_leaf_64k.discard_3_mappings"]
FIRST = CASES[0]

RUN = """\
# selftests: kvm-hv-nested: {program}
# #  RUN           {case} ...
{lines}
"""
ENDED = "not ok 1 selftests: kvm-hv-nested: {program} # exit=1\n"


def ktap_of(case, *lines, ended=True):
    program, _, name = case.partition(":")
    text = RUN.format(program=program, case=name, lines="\n".join(lines))
    return text + (ENDED.format(program=program) if ended else "")


def red(case, text="composition: LPID 0x2a"):
    return ktap_of(case, f"# # FAIL: x.c:1: {text}", f"# not ok 1 {case.partition(':')[2]}")


class Scratch(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="kvm-hv-nested-check.")
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)

    def put(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def mutant(self, name, header="", group="fault"):
        return mutant.Mutant(self.put(
            f"mutants/{group}/{name}.cocci",
            "// SPDX\n// file: a.c\n// breaks: b\n// harm: c\n//\td\n"
            f"{header}@@\n@@\n// gap: not\n"))


class JudgeTest(Scratch):
    def judged(self, text, died=""):
        return judge.judge(self.put("ktap", text), died)

    def test_first_bad_case(self):
        found = self.judged(ktap_of("p:f.good", "# ok 1 f.good", ended=False)
                            + "ok 1 selftests: kvm-hv-nested: p\n"
                            + red("p:f.bad", "tlbie: none\tcame") + red("p:f.later"))
        self.assertEqual(found, ("p:f.bad", "tlbie", "x.c:1: tlbie: none came"))

    def test_no_bad_case(self):
        self.assertEqual(self.judged(ktap_of(FIRST, "# ok 1 x", ended=False)
                                     + "ok 1 selftests: kvm-hv-nested: nested_map_test\n"),
                         judge.Finding())

    def test_harness_text_where_the_library_printed_none(self):
        found = self.judged(ktap_of("p:f.a", "# # a_test.c:7:a:Expected 1 (1) == 2 (2)",
                                    "# # a_test.c:8:a:later", "# not ok 1 f.a"))
        self.assertEqual(found, ("p:f.a", "comparison", "a_test.c:7:a:Expected 1 (1) == 2 (2)"))

    def test_harness_text_of_a_good_case_is_not_taken(self):
        found = self.judged(ktap_of("p:f.a", "# # a_test.c:7:a:note", "# ok 1 f.a",
                                    "# not ok 2 f.b"))
        self.assertEqual(found, ("p:f.b", "other", ""))

    def test_log_of_the_tlb(self):
        self.assertEqual(judge.witness("tlb_log.c:98: TLB: CPU 0 used what the tables no longer"
                                       " hold (leaf): load at 0x1000; now it is 0"), "TLB log")

    def test_data_after_a_hypercall(self):
        self.assertEqual(judge.witness("x.c:1: after H_RPT_INVALIDATE: the guest reads 0x1 at"
                                       " 0x21, not 0x2"), "data")

    def test_error_of_the_test(self):
        found = self.judged(ktap_of("p:f.a", "# # ERROR: no memory", "# not ok 1 f.a"))
        self.assertEqual(found, ("p:f.a", "error", "ERROR: no memory"))

    def test_xpass(self):
        found = self.judged(ktap_of("p:f.a", "# ok 1 f.a # XPASS shadow leaf"))
        self.assertEqual(found, ("p:f.a", "shadow table", "shadow leaf"))

    def test_machine_died_in_a_case(self):
        text = ktap_of("p:f.a", ended=False).rstrip("\n") + "\n"
        self.assertEqual(self.judged(text, "panic"),
                         ("p:f.a", "crash", "the machine died: panic"))
        self.assertEqual(self.judged(text, "hang: no line for 60 s").witness, "hang")

    def test_machine_died_after_a_bad_case(self):
        self.assertEqual(self.judged(red("p:f.a"), "panic").witness, "composition")

    def test_machine_died_before_a_program(self):
        self.assertEqual(self.judged("", "panic").case, judge.NO_CASE)
        self.assertEqual(judge.judge(self.folder / "missing", "panic").case, judge.NO_CASE)

    def test_program_without_a_case(self):
        text = "# selftests: kvm-hv-nested: p\nnot ok 1 selftests: kvm-hv-nested: p # exit=139\n"
        self.assertEqual(self.judged(text), ("p", "other", "exit=139"))

    def test_splats(self):
        def splat(text):
            return judge.first_splat(self.put("log", text))
        self.assertEqual(splat("all is well\n"), "")
        self.assertIn("WARNING", splat("WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n"))
        self.assertEqual(splat("kvm-hv-nested: case begins: a\n"
                               "WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n"
                               "kvm-hv-nested: case judged: a\n"), "")


class FakeMachine:
    """script: for each run (ended, splat or None, died or the ktap's text), or GREEN."""

    def __init__(self, folder, script, cpus=2, tlb="stock"):
        self.folder, self.cpus, self.script = folder, cpus, list(script)
        self.tlb = tlb
        self.is_on = self.is_hurt = self.is_fresh = False
        self.ran, self.boots = [], 0

    def switch_on(self):
        self.is_on, self.is_hurt, self.is_fresh = True, False, True
        self.boots += 1

    def run(self, module, cases):
        self.ran.append((module.stem, list(cases)))
        step = self.script.pop(0)
        step = (step,) if isinstance(step, str) else step
        job = Job(step[0], self.folder / "ktap", *step[2:3])
        job.splat = step[1] if len(step) > 1 and step[0] == GREEN else ""
        job.ktap.write_text(step[1] if len(step) > 1 and step[0] != GREEN else "")
        if job.ended in (DEAD, ABSENT):
            self.is_on = False
        if job.splat:
            self.is_hurt = True
        return job


class TrialTest(Scratch):
    def tried(self, *script, cpus=2, header="", finds=(), group="fault", is_whole=False):
        self.machine = FakeMachine(self.folder, script, cpus)
        suite = trial.Suite(self.folder, CASES, subjects.Subjects(), list(finds), SMOKE, is_whole)
        result = trial.Trial(self.machine, suite, self.mutant("m", header, group)).run()
        self.assertEqual(self.machine.script, [])
        return result and result.verdict

    def modules(self):
        return [module for module, _ in self.machine.ran]

    def test_known_find_counts_at_once(self):
        self.assertEqual(self.tried(GREEN, (RED, red(FIRST)), GREEN,
                                    finds=[("m", "fault", FIRST)]), "killed")
        self.assertEqual(self.machine.ran, [("unchanged", SMOKE), ("m", [FIRST]),
                                            ("unchanged", [FIRST])])

    def test_new_find_has_to_be_red_twice(self):
        self.assertEqual(self.tried(GREEN, (RED, red(FIRST)), GREEN, RED), "killed")
        self.assertEqual(self.tried(GREEN, (RED, red(FIRST)), GREEN, GREEN), "unclear")
        self.assertEqual(self.machine.ran[-1], ("m", [FIRST]))

    def test_find_of_another_mutant_is_a_new_one(self):
        self.assertEqual(self.tried(GREEN, (RED, red(FIRST)), GREEN, GREEN,
                                    finds=[("other", "fault", FIRST)]), "unclear")

    def test_red_without_the_mutant_in_a_new_machine_too(self):
        self.assertEqual(self.tried(GREEN, (RED, red(FIRST)), RED, GREEN, RED), "unclear")
        self.assertEqual(self.machine.boots, 2)
        self.assertTrue(self.machine.is_hurt)

    def test_green_without_the_mutant_in_a_new_machine(self):
        self.assertEqual(self.tried(GREEN, (RED, red(FIRST)), RED, GREEN, GREEN, RED), "killed")

    def test_error_of_the_test_is_no_find(self):
        text = ktap_of(FIRST, "# # ERROR: no memory", "# not ok 1 x")
        self.assertEqual(self.tried(GREEN, (RED, text)), "unclear")
        self.assertTrue(self.machine.is_hurt)

    def walked(self, *script, green=(), finds=()):
        walk = ["nested_random_test:a", "nested_random_test:b"]
        self.machine = FakeMachine(self.folder, script, 1)
        suite = trial.Suite(self.folder, [*CASES, *walk], subjects.Subjects(), list(finds),
                            SMOKE, False, walk, set(green))
        result = trial.Trial(self.machine, suite, self.mutant("m")).run()
        self.assertEqual(self.machine.script, [])
        return result.verdict

    def test_walk_is_one_program_on_one_cpu(self):
        self.assertEqual(self.walked(GREEN, GREEN, GREEN), "unseen")
        self.assertEqual(self.machine.ran[1],
                         ("m", ["nested_random_test:a", "nested_random_test:b"]))

    def test_walk_is_the_same_each_time(self):
        case = "nested_random_test:b"
        self.assertEqual(self.walked(GREEN, (RED, red(case)), GREEN, RED), "killed")
        self.assertEqual(self.walked(GREEN, (RED, red(case)), RED, green=[case]), "killed")
        self.assertEqual(self.modules(), ["unchanged", "m", "m"])

    def test_walk_begins_with_what_found_it(self):
        case = "nested_random_test:b"
        self.assertEqual(self.walked(GREEN, (RED, red(case)), green=[case],
                                     finds=[("m", "fault", case)]), "killed")
        self.assertEqual(self.machine.ran[-1], ("m", [case]))

    def test_crash_and_hang_against_the_unchanged_module(self):
        dead = (DEAD, ktap_of(FIRST, ended=False))
        self.assertEqual(self.tried(GREEN, (*dead, "panic"), GREEN, GREEN), "crashed")
        self.assertEqual(self.tried(GREEN, (*dead, "hang: quiet"), GREEN, GREEN), "hung")
        self.assertEqual(self.machine.ran[-1], ("unchanged", [FIRST]))
        self.assertEqual(self.tried(GREEN, (*dead, "panic"), GREEN, RED), "unclear")

    def test_crash_counts_in_a_machine_of_its_own_only(self):
        dead = (DEAD, ktap_of(FIRST, ended=False), "panic")
        machine = FakeMachine(self.folder, [dead, GREEN, dead, GREEN, GREEN])
        machine.is_on = True
        suite = trial.Suite(self.folder, CASES, subjects.Subjects(), [], SMOKE)
        self.assertEqual(trial.Trial(machine, suite, self.mutant("m")).run().verdict, "crashed")
        self.assertEqual(machine.boots, 2)

    def test_machine_that_goes_away(self):
        self.assertEqual(self.tried(GREEN, ABSENT, GREEN, ABSENT, GREEN, ABSENT), "unclear")

    def test_no_load(self):
        self.assertEqual(self.tried(GREEN, (REFUSED, "insmod: no\n")), "refused")

    def test_splat_while_unloading(self):
        splat = (GREEN, "WARNING: a")
        self.assertEqual(self.tried(GREEN, splat, GREEN, GREEN), "killed")
        self.assertEqual(self.machine.boots, 2)
        self.assertEqual(self.machine.ran[1][1], self.machine.ran[3][1])
        self.assertEqual(self.tried(GREEN, splat, GREEN, splat), "unclear")

    def test_not_found(self):
        self.assertEqual(self.tried(GREEN, GREEN, GREEN), "unseen")
        self.assertEqual(self.tried(GREEN, GREEN, GREEN, GREEN, is_whole=True), "survived")
        self.assertEqual(self.machine.ran[2], ("m", CASES))

    def test_not_found_on_one_cpu_is_no_result(self):
        self.assertIsNone(self.tried(GREEN, GREEN, GREEN, cpus=1))
        for header in ("// equivalent: e\n", "// hardware-only: h\n"):
            self.assertEqual(self.tried(GREEN, GREEN, GREEN, cpus=1, header=header), "unseen")

    def test_hidden_by_the_tlb(self):
        header = "// tlb: strict: t\n"
        self.assertEqual(self.tried(GREEN, GREEN, GREEN, cpus=1, header=header), "unseen")
        for tlb, verdict in (("stock", "unseen"), ("strict", None), ("strict-pwc", None)):
            machine = FakeMachine(self.folder, [GREEN, GREEN, GREEN], 1, tlb)
            suite = trial.Suite(self.folder, CASES, subjects.Subjects(), [], SMOKE)
            result = trial.Trial(machine, suite, self.mutant("m", header)).run()
            self.assertEqual(result and result.verdict, verdict, tlb)

    def test_what_another_mutant_left_in_the_tlb(self):
        found = (RED, red(FIRST))
        for tlb, script, verdict, boots in (
                ("stock", [found, GREEN, GREEN], "unclear", 0),
                ("strict", [found, GREEN, GREEN, GREEN, GREEN, found, GREEN, RED], "killed", 1)):
            machine = FakeMachine(self.folder, script, 2, tlb)
            machine.is_on = True
            suite = trial.Suite(self.folder, CASES, subjects.Subjects(), [], SMOKE)
            result = trial.Trial(machine, suite, self.mutant("m")).run()
            self.assertEqual((result.verdict, machine.boots, machine.script),
                             (verdict, boots, []))

    def test_translations_that_it_leaves(self):
        for tlb, header, is_hurt in (("stock", "// tlbie: none\n", False), ("strict", "", False),
                                     ("strict", "// tlbie: none\n", True)):
            machine = FakeMachine(self.folder, [GREEN, GREEN, GREEN], 2, tlb)
            suite = trial.Suite(self.folder, CASES, subjects.Subjects(), [], SMOKE)
            trial.Trial(machine, suite, self.mutant("m", header)).run()
            self.assertEqual(machine.is_hurt, is_hurt)

    def test_red_after_other_cases_only(self):
        script = [GREEN, (RED, red(FIRST)), GREEN, GREEN, RED]
        machine = FakeMachine(self.folder, script, 2, "strict")
        suite = trial.Suite(self.folder, CASES, subjects.Subjects(), [], SMOKE)
        result = trial.Trial(machine, suite, self.mutant("m")).run()
        self.assertEqual(result.verdict, "killed")
        self.assertEqual(machine.ran[-2], ("m", [FIRST]))
        self.assertEqual(machine.ran[-1], machine.ran[1])

    def test_equivalent_does_not_meet_the_whole_suite(self):
        self.assertEqual(self.tried(GREEN, GREEN, GREEN, header="// equivalent: e\n",
                                    is_whole=True), "unseen")

    def test_unchanged_module_not_green(self):
        with self.assertRaisesRegex(trial.Broken, "not green.*composition"):
            self.tried((RED, red(FIRST)), (RED, red(FIRST)))
        with self.assertRaisesRegex(trial.Broken, "machine ended"):
            self.tried(ABSENT, ABSENT)
        self.assertEqual(self.tried(RED, GREEN, GREEN, GREEN), "unseen")


class MachineTest(Scratch):
    """Job files, with a process in place of the machine."""

    def machine(self, script):
        machine = Machine(self.folder, "k", 1, 1)
        machine.command = ["sh", "-c", f"cd '{machine.folder}/jobs'; {script}"]
        machine.switch_on()
        self.addCleanup(machine.kill)
        return machine

    def test_job(self):
        machine = self.machine("""
            until [ -e 1.cases ]; do sleep 0.1; done
            cat 1.cases 1.ko >1.ktap
            echo '<4>[    1.0] WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2' >1.log
            echo 1 >1.status
            until [ -e 2.cases ]; do sleep 0.1; done; exit 0""")
        job = machine.run(self.put("m.ko", "module"), ["p:f.a", "p:f.b"])
        self.assertEqual((job.ended, job.ktap.read_text()), (RED, "p f.a\np f.b\nmodule"))
        self.assertIn("WARNING", job.splat)
        self.assertTrue(machine.is_hurt)
        machine.switch_off()
        self.assertEqual((machine.folder / "jobs/2.cases").read_text(), "end\n")

    def test_death_and_absence(self):
        for verdict, ended in (("panic", DEAD), ("QEMU ended with status 1", ABSENT),
                               ("QEMU ended with status 0", DEAD), ("", ABSENT)):
            machine = self.machine(f"echo '{verdict}' >../machine-verdict")
            job = machine.run(self.put("m.ko", ""), [])
            self.assertEqual((job.ended, job.died), (ended, verdict))
            self.assertFalse(machine.is_on)


class CampaignTest(Scratch):
    def setUp(self):
        super().setUp()
        self.campaign = campaign.Campaign({"MUTANT": "stale_leaf_stays"})
        self.campaign.store = self.store = store.Store(self.folder / "state")
        self.store.suite = "suite1"
        say = campaign.say
        self.addCleanup(setattr, campaign, "say", say)
        campaign.say = lambda text: None

    def result(self, verdict, name="m", header=""):
        tried = self.mutant(name, header)
        self.put(f"state/ko/{name}.key", "module1\n")
        self.store.write(tried, trial.Result(verdict, judge.finding(FIRST, "text")), 3)
        self.campaign.mutants = [tried]
        return tried

    def test_status(self):
        equivalent = "// equivalent: e\n"
        hardware = "// hardware-only: h\n"
        for verdict, header, status in (
                ("killed", "", 0), ("crashed", "", 0), ("hung", "", 0), ("unseen", "", 1),
                ("survived", "", 1), ("unclear", "", 1), ("refused", "", 1), ("unbuilt", "", 2),
                ("unseen", equivalent, 0), ("killed", equivalent, 1), ("hung", equivalent, 1),
                ("unclear", hardware, 0)):
            with self.subTest(verdict=verdict, header=header):
                self.result(verdict, header=header)
                self.assertEqual(self.campaign._status(), status)

    def test_tlb(self):
        for tlb, needs, status in (("stock", "strict", 0), ("strict", "strict", 1),
                                   ("strict", "strict-pwc", 0), ("strict-pwc", "strict", 1)):
            with self.subTest(tlb=tlb, needs=needs):
                self.campaign.tlb = tlb
                self.result("unseen", header=f"// tlb: {needs}: t\n")
                self.assertEqual(self.campaign._status(), status)

    def test_tables(self):
        for tlb, name in (("", "sid"), ("strict", "sid-strict"), ("strict-pwc", "sid-strict-pwc")):
            made = campaign.Campaign({"KERNEL": "sid", "TLB": tlb})
            self.assertEqual(made.table.name, f"{name}.tsv")
            self.assertEqual(report.parts_of(name), ("sid", tlb or "stock"))
            self.assertFalse(report.is_without(name))

    def test_without_a_witness(self):
        made = campaign.Campaign({"KERNEL": "sid", "TLB": "strict", "WITHOUT": "tlbie"})
        self.assertEqual(made.table.name, "sid-strict-without-tlbie.tsv")
        self.assertTrue(report.is_without(made.name))
        self.assertEqual(report.parts_of(made.name), ("sid", "strict"))
        self.assertTrue(all(m.header["tlbie"] for m in made.mutants))
        with self.assertRaisesRegex(campaign.Failed, "WITHOUT='data' is not tlbie"):
            campaign.Campaign({"WITHOUT": "data"})

    def test_hardware_only_is_found_on_hardware_only(self):
        self.result("killed", header="// hardware-only: h\n")
        self.assertEqual(self.campaign._status(), 0 if campaign.os.uname().machine == "ppc64le"
                         else 1)

    def test_what_is_known_is_not_tried_again(self):
        tried = self.result("unseen")
        self.assertEqual(self.campaign._queue(), [])
        for change in ("is_again", "is_whole"):
            tried = self.result("unseen")
            setattr(self.campaign, change, True)
            self.assertEqual(self.campaign._queue(), [tried], change)
            setattr(self.campaign, change, False)

    def test_another_module_or_suite(self):
        tried = self.result("killed")
        self.put("state/ko/m.key", "module2\n")
        self.assertEqual(self.campaign._queue(), [tried])
        self.assertEqual(self.store.read(tried), [])
        tried = self.result("killed")
        self.store.suite = "suite2"
        self.assertEqual(self.store.rows([tried]), {})
        self.assertEqual(self.campaign._queue(), [tried])

    def test_unbuilt(self):
        tried = self.mutant("n")
        self.put("state/ko/n.log", "first\nlast\treason\n")
        self.campaign.mutants = [tried]
        self.assertEqual(self.campaign._queue(), [])
        self.assertEqual(self.store.read(tried)[2], "unbuilt")
        self.assertEqual(self.store.read(tried)[6], "last reason")
        # The last result on record stays.
        self.assertEqual(self.store.rows([tried]), {})
        self.assertEqual(self.campaign._status(), 2)

    def test_one_campaign_at_a_time(self):
        self.store.lock()
        with self.assertRaisesRegex(campaign.Failed, "another campaign"):
            store.Store(self.folder / "state").lock()

    def test_wrong_use(self):
        for wrong in ({"MACHINES": "0"}, {"MACHINES": "x"}, {"TLB": "sticky"}, {"MUTANT": "none"}, {"GROUP": "no"}, {"WALK": "0"},
                      {"WALK": "31"}, {"WALK": "x"}):
            with self.assertRaises(campaign.Failed):
                campaign.Campaign(wrong)

    def test_choice(self):
        short = campaign.Campaign({"SHORT": "1"}).mutants
        self.assertEqual(sorted(m.group for m in short), sorted(mutant.read_groups()))
        some = campaign.Campaign({"GROUP": "fault", "MUTANT": "stale_leaf_stays page_ignored"})
        self.assertEqual([m.name for m in some.mutants], ["stale_leaf_stays"])


class SubjectsTest(unittest.TestCase):
    def test_cases_of_a_group(self):
        chosen = subjects.Subjects().cases_of_group("partition", CASES)
        self.assertEqual(chosen, [CASES[0], CASES[1], CASES[3], CASES[5]])

    def test_likely(self):
        def likely(*finds):
            return subjects.likely_cases("m", "g", finds, ["p:a", "p:b", "p:c"])
        self.assertEqual(likely(("m", "g", "p:a"), ("m", "g", "p:b"), ("n", "g", "p:c")), ["p:b"])
        self.assertEqual(likely(("n", "g", "p:c"), ("o", "g", "p:b"), ("q", "g", "p:c"),
                                ("r", "g", "p:a"), ("s", "h", "p:d")), ["p:c", "p:a", "p:b"])
        self.assertEqual(likely(("m", "g", "p:gone"), ("n", "g", "p:a")), ["p:a"])
        self.assertEqual(likely(), [])


class ReportTest(Scratch):
    def report(self, *rows, headers=()):
        mutants = [self.mutant(*words) for words in headers or (("m",), ("n",))]
        rows = {row.split()[0]: report.Row("\t".join(row.split())) for row in rows}
        return report.Report({"fault": "The fault path"}, subjects.Subjects(), mutants,
                             {"k1": rows, "none": {}}).text()

    def test_score(self):
        text = self.report(f"m fault killed {FIRST} data x", "n fault unclear")
        self.assertIn("| The fault path | 1 of 1, 100%; 1 not run |\n", text)
        self.assertIn("## Hidden by `--tlb strict`\n\nNot measured: ", text)
        self.assertIn("## Survivors\n\nNone.\n", text)
        self.assertIn("| m | b | c d | nested_map:anon_leaf_64k.real_mode (data) |\n", text)

    def test_walk(self):
        mutants = [self.mutant("m"), self.mutant("n")]
        rows = {"m": report.Row("m\tfault\tunseen"), "n": report.Row("n\tfault\tkilled")}
        walk = report.Report({"fault": "The fault path"}, subjects.Subjects(), mutants,
                             {"k1": rows}).walk()
        self.assertIn("| The fault path | 1 of 2, 50% |", walk)
        self.assertEqual(walk[-4:], ["Not found:", "", "* `fault/m` (k1): b", ""])
        self.assertEqual(report.Report({}, subjects.Subjects(), mutants, {}).walk(), [])

    def test_survivor(self):
        text = self.report("m fault unseen", headers=(("m", "// gap: g\n"), ("n",)))
        self.assertIn("* `fault/m` (k1, not found by its group's cases): b. Why: g\n", text)
        self.assertIn("| **all** | 0 of 1, 0%; 1 not run |\n", text)

    def test_equivalent_is_not_counted_and_may_be_refuted(self):
        text = self.report(f"m fault killed {FIRST} data x",
                           headers=(("m", "// equivalent: e\n"), ("n",)))
        self.assertIn("| **all** | 0 of 0; 1 not run |\n", text)
        self.assertIn("**Refuted on k1 by nested_map:anon_leaf_64k.real_mode.**", text)

    def test_another_subject(self):
        text = self.report(f"m fault killed {SMOKE[0]} data x")
        self.assertIn("(k1) by nested_unmap:anon_leaf_64k.discard_3_mappings: **not explained**",
                      text)

    def test_tlbs(self):
        rows = {"k": {"m": report.Row("m\tfault\tunseen"),
                      "n": report.Row(f"n\tfault\tkilled\t{FIRST}\tdata\tx")},
                "k-strict": {"m": report.Row(f"m\tfault\tkilled\t{FIRST}\tdata\tx"),
                             "n": report.Row("n\tfault\tunseen")}}
        mutants = [self.mutant("m", "// tlb: strict: t\n"), self.mutant("n")]
        text = report.Report({"fault": "The fault path"}, subjects.Subjects(), mutants,
                             rows).text()
        self.assertIn("| The fault path | 1 of 1, 100% | 1 of 2, 50% |\n", text)
        self.assertIn("| m | b | c d | needs strict | nested_map:anon_leaf_64k.real_mode (data) |",
                      text)
        self.assertIn("* `fault/m`: b. It needs `--tlb strict`: t. Found on k-strict: nested_map:",
                      text)
        self.assertIn("* `fault/n` (k-strict, not found by its group's cases): stock: nested_map:",
                      text)

    def test_without_a_witness(self):
        rows = {"k": {"m": report.Row(f"m\tfault\tkilled\t{FIRST}\ttlbie\tx")},
                "k-strict-without-tlbie": {
                    "m": report.Row(f"m\tfault\tkilled\t{FIRST}\tdata\tx"),
                    "n": report.Row(f"n\tfault\tkilled\t{FIRST}\tTLB log\tx"),
                    "o": report.Row("o\tfault\tunseen")}}
        mutants = [self.mutant(name, "// tlbie: none comes\n") for name in "mno"]
        mutants.append(self.mutant("other"))
        text = report.Report({"fault": "The fault path"}, subjects.Subjects(), mutants,
                             rows).text()
        self.assertIn("| mutant | the tlbie | k-strict-without-tlbie |\n", text)
        self.assertIn("| `fault/m` | none comes | nested_map:anon_leaf_64k.real_mode (data) |\n",
                      text)
        self.assertIn("| **all** | | 2 of 3, 66%; 1 of them by the TLB log alone |\n", text)
        self.assertIn("| group | k |\n", text)
        self.assertNotIn("`fault/other`", text)

    def test_table_keeps_what_was_not_tried(self):
        mutants = [self.mutant(name) for name in "mno"]
        table = self.put("t.tsv", "# c\nm\tfault\tunseen\nn\tfault\tunseen\ngone\tfault\tunseen\n")
        report.update_results(table, mutants, {"m": report.Row("m\tfault\tkilled\tc\tdata\tt")})
        self.assertEqual(table.read_text(), report.TABLE_HEAD + "m\tfault\tkilled\tc\tdata\tt\n"
                         "n\tfault\tunseen\n")


class HeaderTest(Scratch):
    def test_fields(self):
        header = self.mutant("m", "// places: 2\n").header
        self.assertEqual((header["harm"], header["places"], header["gap"]), ("c d", "2", ""))

    def test_errors(self):
        bad = self.put("g/bad.cocci", "// SPDX\n// file: a.c\n// beaks: b\n// harm: c\n@@\n")
        same = self.put("h/bad.cocci", "// SPDX\n// file: a.c\n// breaks: b\n// harm: c\n@@\n")
        self.assertEqual(mutant.check([bad, same]), [
            f'{bad}: unknown field "beaks"', f'{bad}: no line "// breaks: …"',
            f"{same}: another mutant has this name"])

    def test_tlb(self):
        good = self.mutant("m", "// tlb: strict-pwc: no such\n//\tcache\n")
        self.assertEqual((good.tlb, good.tlb_reason, good.errors),
                         ("strict-pwc", "no such cache", []))
        self.assertEqual(self.mutant("m").tlb, "stock")
        for bad in ("sticky: why", "strict", "strict because"):
            self.assertEqual(self.mutant("m", f"// tlb: {bad}\n").errors,
                             [f'"// tlb: {bad}" is not TLB: reason'])


class Tap(unittest.TestResult):
    """One line a test."""

    def line(self, test, bad=""):
        name = test.id().replace("__main__.", "")
        print(f"{'not ' if bad else ''}ok {self.testsRun} {name}")
        print("".join(f"#   {line}\n" for line in bad.splitlines()), end="")

    def stopTest(self, test):
        bad = [text for of, text in self.failures + self.errors
               if of is test or getattr(of, "test_case", None) is test]
        self.line(test, "\n".join(bad))
        super().stopTest(test)


if __name__ == "__main__":
    print("TAP version 13")
    results = Tap()
    unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]).run(results)
    print(f"1..{results.testsRun}")
    sys.exit(not results.wasSuccessful())
