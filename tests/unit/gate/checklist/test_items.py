"""The six items: each is done only by its evidence, and says what it rests on."""

import string
from typing import Any

import pytest

from sekisho.gate.checklist.evidence import Links, ReleaseEvidence, WayBack
from sekisho.gate.checklist.items import checklist
from sekisho.gate.checklist.words import WORDS
from sekisho.model.base import Language
from sekisho.model.change import Change, ChangeSet, ChangeType, Operation, PlannedSuite, TestPlan
from sekisho.model.decision import ChecklistItem, ItemState, TicketStanding
from sekisho.model.finding import Finding
from sekisho.model.kinds.operation import Environment
from sekisho.model.kinds.policy import RolloutPolicy
from sekisho.model.ref import Location
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.trace import ModelCall, TurnTrace
from sekisho.model.verdict import CasePair, Comparison, GateCheck, GateReport, Pairing, Verdict, VerdictState

PATH = "registry/changes/CHG-0005.yaml"
PROD = Environment.model_validate(
    {"changers": ["@sekisho/operations"], "rollout": "ladder", "logs": {"path": "logs/*.jsonl"}}
)
LADDER = RolloutPolicy.model_validate(
    {
        "type": "rollout",
        "stages": [{"weight_bp": weight, "dwell_minutes": 60, "min_units": 10} for weight in (150, 10000)],
        "stop": [{"metric": "task_success", "margin": 0.03}, {"metric": "reask_rate", "margin": 0.1}],
    }
)
BACK = WayBack("environment_flag", "release/1", PATH, "c" * 40, signature="unchecked", files=7, composes=True)
GOLDEN = PlannedSuite(name="golden", because=(), cases=("golden/a", "golden/b"))
E2E = PlannedSuite(name="e2e", because=(), cases=("scenario/a", "scenario/b"))
WELL = GateCheck(id="metric-task_success", state=VerdictState.PASS, message="task_success is the same")


def _changes(*types: ChangeType, head: str = "h" * 40) -> ChangeSet:
    changes = [Change(type=kind, operation=Operation.CHANGED, path="p", reason="r") for kind in types]
    return ChangeSet(base="b" * 40, head=head, changes=tuple(changes), types=types)


PROMPT = _changes(ChangeType.PROMPT)
EVALUATION = _changes(ChangeType.EVALUATION)


def _result(case: str, state: CaseState = CaseState.PASSED, **more: Any) -> CaseResult:
    call = ModelCall(node="w/n", prompt="intent", key="k", model="small-2026")
    turn = TurnTrace(user="hi", language=Language.EN, calls=(call,))
    return CaseResult.model_validate({"case": case, "state": state, "turns": (turn,), **more})


def _report(
    *checks: GateCheck, results: tuple[CaseResult, ...] | None = None, change_set: ChangeSet = PROMPT, **more: Any
) -> GateReport:
    suites = more.pop("suites", (GOLDEN, E2E))
    cases = [case for suite in suites for case in suite.cases]
    return GateReport(
        verdict=Verdict(state=VerdictState.worst(check.state for check in checks), checks=checks),
        plan=TestPlan(change_set=change_set, affected=(), suites=suites),
        candidate_results=tuple(map(_result, cases)) if results is None else results,
        **more,
    )


def _items(**given: Any) -> dict[str, ChecklistItem]:
    known: dict[str, Any] = {
        "change_set": PROMPT,
        "standing": TicketStanding(path=PATH, title="No jokes", status="draft"),
        "report": _report(WELL),
        "named": ("prod",),
        "environments": {"prod": PROD},
        "rollouts": {"ladder": LADDER},
        "prompt_revision": "d" * 40,
        "ways_back": (BACK,),
    }
    return {item.id: item for item in checklist(ReleaseEvidence(**{**known, **given}))}


def test_everything_is_shown() -> None:
    """With all evidence at hand all six items are done, in their order, each with its evidence."""
    items = _items()
    assert list(items) == ["ticket", "golden", "e2e", "logs", "canary", "rollback"]
    assert {item.state for item in items.values()} == {ItemState.DONE}
    assert items["golden"].evidence == "2 golden cases ran: task_success is the same"
    assert items["e2e"].evidence.startswith("2 of 2 scenarios pass")
    assert "each of the 4 model calls in 4 turns" in items["logs"].evidence
    assert "small-2026" in items["logs"].evidence
    assert "d" * 12 in items["logs"].evidence
    assert "from 1.5 % to 100 % by policy ladder, stops on task_success, reask_rate" in items["canary"].evidence
    assert (
        "carries a signature (not checked: git knows no allowed signers here); its 7 files"
        in items["rollback"].evidence
    )


def test_nothing_is_done_without_evidence() -> None:
    """Without a report, a ticket's way back or an environment every item is open."""
    missing = Finding(rule="change/ticket-missing", location=Location(path=PATH), message="no ticket")
    items = _items(standing=TicketStanding(findings=(missing,)), report=None, named=(), environments={}, ways_back=())
    assert {item.state for item in items.values()} == {ItemState.OPEN}


def test_a_change_without_a_type_needs_nothing() -> None:
    """Comments are no release."""
    standing = TicketStanding(exempt="nothing changes")
    items = _items(change_set=_changes(), standing=standing, report=None, ways_back=())
    assert {item.state for item in items.values()} == {ItemState.NOT_NEEDED}


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        (["change/ticket-unfilled"], ItemState.OPEN),
        (["change/ticket-unfilled", "change/ticket-types"], ItemState.FAILED),
    ],
)
def test_ticket(rules: list[str], state: ItemState) -> None:
    """What nobody said yet is open, what is said wrongly has failed; the link leads to the first finding."""
    findings = [Finding(rule=rule, location=Location(path=PATH, line=3), message="m") for rule in rules]
    item = _items(standing=TicketStanding(path=PATH, findings=tuple(findings)))["ticket"]
    assert (item.state, item.link) == (state, f"{PATH}:3")


def test_ticket_nobody_knows_of() -> None:
    """A standing that says nothing is no complete ticket."""
    assert _items(standing=TicketStanding())["ticket"].state is ItemState.OPEN


@pytest.mark.parametrize("state", VerdictState)
def test_golden_set_is_what_its_checks_say(state: VerdictState) -> None:
    """The worst of the checks about metrics, must-pass cases and safety decides; others are not its business."""
    checks = (WELL, GateCheck(id="must-pass", state=state, message="m"))
    other = GateCheck(id="coverage", state=VerdictState.FAIL, message="n")
    expected = [ItemState.DONE, ItemState.OPEN, ItemState.FAILED, ItemState.FAILED][state]
    item = _items(report=_report(*checks, other))["golden"]
    assert item.state is expected
    assert "n" not in item.evidence.split(": ")[1].split()


def test_golden_set_must_run_whole() -> None:
    """A case that did not run leaves the item open, whatever the metrics say."""
    results = (_result("golden/a"), _result("golden/b", CaseState.UNRECORDED))
    item = _items(report=_report(WELL, results=results))["golden"]
    assert (item.state, item.evidence) == (ItemState.OPEN, "1 of 2 golden cases ran")


def test_golden_set_without_a_metric() -> None:
    """Where behaviour changed and no metric was judged nothing is shown; a change of evaluation has none to judge."""
    must = GateCheck(id="must-pass", state=VerdictState.PASS, message="all must-pass cases hold (1)")
    assert _items(report=_report(must))["golden"].state is ItemState.OPEN
    report = _report(must, change_set=EVALUATION)
    item = _items(change_set=EVALUATION, report=report)["golden"]
    assert item.state is ItemState.DONE
    assert "only the evaluation changed" in item.evidence
    bad = _report(must.model_copy(update={"state": VerdictState.FAIL}), change_set=EVALUATION)
    assert _items(change_set=EVALUATION, report=bad)["golden"].state is ItemState.FAILED
    assert _items(change_set=EVALUATION, report=_report(change_set=EVALUATION))["golden"].state is ItemState.OPEN


def test_long_lists_of_checks_are_cut() -> None:
    """The worst checks are named, the others counted."""
    checks = [WELL.model_copy(update={"message": f"m{number}"}) for number in range(9)]
    worst = WELL.model_copy(update={"message": "bad", "state": VerdictState.FAIL})
    assert _items(report=_report(*checks, worst))["golden"].evidence.endswith(": bad; m0; m1; m2; m3; m4; +4")


@pytest.mark.parametrize("head", ["x" * 40, "h" * 40])
def test_report_about_something_else(head: str) -> None:
    """A report of another commit, of another state of the same working tree, or without a plan, shows nothing."""
    other = _changes(ChangeType.PROMPT, ChangeType.TOOL, head=head)
    items = _items(report=_report(WELL, change_set=other))
    assert {items[name].state for name in ("golden", "e2e", "logs")} == {ItemState.OPEN}
    assert "run the gate again" in items["golden"].evidence
    assert _items(report=_report(WELL).model_copy(update={"plan": None}))["e2e"].state is ItemState.OPEN


def test_ticket_written_after_the_gate() -> None:
    """What has no type may change after the gate: its report still shows the change."""
    ticket = Change(type=None, operation=Operation.ADDED, path=PATH, reason="r")
    later = PROMPT.model_copy(update={"changes": (ticket, *PROMPT.changes)})
    assert _items(change_set=later)["golden"].state is ItemState.DONE


def test_what_the_matrix_does_not_ask_for() -> None:
    """No suite of scenarios judged whole: the item is not needed, and says so."""
    part = E2E.model_copy(update={"fields": ("safety",)})
    item = _items(report=_report(WELL, suites=(GOLDEN, part)))["e2e"]
    assert (item.state, item.evidence) == (
        ItemState.NOT_NEEDED,
        "the change matrix asks for no end-to-end suite when only prompt changes",
    )
    assert _items(report=_report(WELL, suites=(E2E,)))["golden"].state is ItemState.NOT_NEEDED


def test_scenarios() -> None:
    """Must-pass scenarios decide where there are any, else all; two thirds of the trials make a pass."""
    fail, good = CaseState.FAILED, CaseState.PASSED
    golden = tuple(map(_result, GOLDEN.cases))
    both = (*golden, _result("scenario/a"), _result("scenario/b", fail))
    item = _items(report=_report(WELL, results=both))["e2e"]
    assert (item.state, item.evidence.split(": ")[1]) == (ItemState.FAILED, "scenario/b")
    marked = (*golden, _result("scenario/a", must_pass=True), _result("scenario/b", fail))
    item = _items(report=_report(WELL, results=marked))["e2e"]
    assert (item.state, item.evidence) == (ItemState.DONE, "1 of 2 scenarios pass; of the 1 must-pass ones all")
    trials = [_result("scenario/b", state, trial=trial) for trial, state in enumerate((good, good, fail))]
    assert (
        _items(report=_report(WELL, results=(*golden, _result("scenario/a"), *trials)))["e2e"].state is ItemState.DONE
    )
    assert _items(report=_report(WELL, results=golden))["e2e"].evidence == "0 of 2 scenarios ran"


def test_quarantined_scenarios_are_not_judged() -> None:
    """A scenario known to be broken holds nobody up."""
    pairs = (CasePair(case="scenario/b", pairing=Pairing.FAILED, quarantined=True),)
    results = (*map(_result, GOLDEN.cases), _result("scenario/a"), _result("scenario/b", CaseState.FAILED))
    report = _report(WELL, results=results, comparison=Comparison(pairs=pairs, metrics=()))
    assert _items(report=report)["e2e"].state is ItemState.DONE


def test_logs() -> None:
    """A call without its model, a run without calls, prompts without a revision: nothing shows that logs carry both."""
    nameless = ModelCall(node="n", prompt="intent", key="k")
    turn = TurnTrace(user="hi", language=Language.EN, calls=(nameless,))
    bad = (_result("golden/a"), CaseResult(case="golden/b", state=CaseState.PASSED, turns=(turn,)))
    item = _items(report=_report(WELL, results=bad))["logs"]
    assert item.state is ItemState.FAILED
    assert item.evidence == "1 of 2 model calls name no model or no prompt, the first in golden/b"
    silent = (CaseResult(case="golden/a", state=CaseState.PASSED),)
    assert _items(report=_report(WELL, results=silent))["logs"].state is ItemState.OPEN
    assert _items(prompt_revision="")["logs"].state is ItemState.OPEN


def test_canary() -> None:
    """Each environment the ticket names needs a policy with stages and stops; users meet nothing of an evaluation."""
    assert _items(named=("prod", "moon"))["canary"].evidence == "no stop condition: moon does not exist"
    item = _items(rollouts={})["canary"]
    assert (item.state, item.link) == (ItemState.FAILED, "registry/environments/prod.yaml:1")
    assert _items(named=())["canary"].state is ItemState.DONE
    assert _items(change_set=EVALUATION)["canary"].state is ItemState.NOT_NEEDED


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ({"commit": ""}, ItemState.FAILED, "leads to no commit"),
        ({"commit": "", "target": "the phone line"}, ItemState.OPEN, "no release to go back to"),
        ({"errors": 3}, ItemState.FAILED, "has 3 errors"),
        ({"composes": False}, ItemState.FAILED, "do not make a program"),
        ({"method": "revert_commit", "clean": False}, ItemState.FAILED, "meets a conflict"),
        ({"method": "revert_commit", "commit": ""}, ItemState.FAILED, "leads to no commit"),
        ({"method": "revert_commit"}, ItemState.DONE, "applies cleanly"),
        ({"method": "this_change"}, ItemState.DONE, "taking the change out again"),
        ({"signature": "none", "types": (ChangeType.TOOL,)}, ItemState.DONE, "is not signed; its 7 files have no"),
        ({"broken": ("files differ", "no signature")}, ItemState.FAILED, "would refuse it: files differ; no signature"),
    ],
)
def test_rollback(change: dict[str, Any], state: ItemState, words: str) -> None:
    """A way back that is not there, not whole or not clean has failed; a sentence is open; the worst of all counts."""
    item = _items(ways_back=(BACK, BACK._replace(**change)))["rollback"]
    assert item.state is state
    assert words in item.evidence


def test_links() -> None:
    """Evidence is linked below an address when one is known."""
    items = _items(links=Links("https://example.com/blob/1", "https://example.com/runs/2"))
    assert items["ticket"].link == f"https://example.com/blob/1/{PATH}#L1"
    assert items["golden"].link == "https://example.com/runs/2"


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_gaps(key: str) -> None:
    """A Japanese sentence tells no less than the English one."""
    english, japanese = ({gap for _, gap, _, _ in string.Formatter().parse(text) if gap} for text in WORDS[key])
    assert english == japanese


def test_japanese() -> None:
    """The policy's language is the checklist's."""
    assert _items(language=Language.JA)["golden"].evidence == "Golden Set 2件を実行: task_success is the same"
