"""Decision examples on disk.

`<name>.in.yaml` says what differs from a change of one prompt by alice for which everything is there but an approval:
reviews are `user state [commit] [at minute]`. `<name>.out.yaml` is the decision: its state, every reason, and every
group with who approved, whose approval is stale and who objects.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.codeowners.parse import parse
from sekisho.codeowners.table import NO_OWNERS
from sekisho.gate.decision import decide
from sekisho.model.change import ChangeSet, TestPlan
from sekisho.model.decision import ApprovalState, ChecklistItem, Decision, DecisionState, OwnerGroup, TicketStanding
from sekisho.model.finding import Finding
from sekisho.model.kinds.policy import ApprovalPolicy
from sekisho.model.pull import PullChange, PullEvidence, PullFile, PullRequest, Review, ReviewState
from sekisho.model.ref import Location
from sekisho.model.verdict import GateCheck, GateReport, Verdict, VerdictState
from sekisho.report.decision_words import DECISION_WORDS, SAID_IN_JAPANESE

EXAMPLES = Path(__file__).parents[2] / "examples" / "decisions"
NAMES = sorted(path.name.removesuffix(".in.yaml") for path in EXAMPLES.glob("*.in.yaml"))

Given = Mapping[str, Any]
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
COMMITS = {"head": "a" * 40, "older": "b" * 40, "base": "c" * 40, "elsewhere": "d" * 40}
OWNERS = """\
* @org/maintainers
/registry/ @org/dialogue
/registry/models/ @org/platform
/registry/tools/ @org/platform
/registry/policies/ @org/quality @org/safety
/registry/policies/safety.yaml @org/safety
/.github/ @org/maintainers
/CODEOWNERS @org/maintainers @org/safety
"""
POLICY = {
    "rules": [
        {"types": ["model", "tool"], "groups": ["@org/platform"]},
        {"types": ["model"], "groups": ["@org/safety"], "environments": ["prod"]},
        {"types": ["prompt", "routing", "knowledge"], "groups": ["@org/dialogue"]},
        {"types": ["evaluation"], "groups": ["@org/quality"]},
    ]
}
TEAMS: dict[str, list[str] | None] = {
    "@org/maintainers": ["mia"],
    "@org/dialogue": ["dora", "dan"],
    "@org/platform": ["pat"],
    "@org/quality": ["quinn"],
    "@org/safety": ["sam"],
}
ITEMS = ["ticket done", "golden done", "e2e done", "logs done", "stop done", "rollback done"]


def _decision(given: Given) -> Decision:
    text, policy = given.get("codeowners", OWNERS), given.get("policy", POLICY)
    return decide(
        _report(given),
        _evidence(given),
        NO_OWNERS if text is None else parse(text),
        None if policy is None else ApprovalPolicy.model_validate({"type": "approvals", **policy}),
        _ticket(given),
        [_item(text) for text in given.get("checklist", ITEMS)],
    )


def _evidence(given: Given) -> PullEvidence:
    gone = given.get("drop_teams", ())
    teams = {name: people for name, people in {**TEAMS, **given.get("teams", {})}.items() if name not in gone}
    return PullEvidence(
        pull=PullRequest(
            repository="org/desk",
            number=7,
            title="A better greeting",
            author=given.get("author", "alice"),
            head=COMMITS["head"],
            base=COMMITS["base"],
            head_ref="topic",
            base_ref="main",
            head_repository=given.get("head_repository", "org/desk"),
            draft=given.get("draft", False),
        ),
        reviews=tuple(_reviews(given.get("reviews", ()))),
        teams={name: None if people is None else tuple(people) for name, people in teams.items()},
        gate_conclusion=given.get("conclusion", "success"),
        change=None if given.get("change", 1) is None else _change(given),
        collected_at=NOON,
    )


def _change(given: Given) -> PullChange:
    files = [{"path": one} if isinstance(one, str) else one for one in given.get("files", ["registry/prompts/a.yml"])]
    return PullChange(
        base=COMMITS["base"],
        files=tuple(PullFile.model_validate(file) for file in files),
        types=tuple(given.get("types", ["prompt"])),
    )


def _reviews(texts: list[str]) -> Iterator[Review]:
    for number, text in enumerate(texts):
        said, _, minute = text.partition(" at ")
        user, state, commit = [*said.split(), "head"][:3]
        at = NOON + timedelta(minutes=int(minute or number))
        yield Review(user=user, state=ReviewState(state), commit=COMMITS[commit], at=at)


def _report(given: Given) -> GateReport | None:
    report = given.get("report", {})
    if report is None:
        return None
    state = VerdictState[given.get("verdict", "PASS")]
    checks = (
        GateCheck(id="safety", state=VerdictState.PASS, message="no reply violates safety"),
        GateCheck(id="suites", state=state, message="what the gate found"),
    )
    about = ChangeSet(
        base=COMMITS[report.get("base", "base")],
        head=COMMITS[report.get("head", "head")],
        changes=(),
        types=tuple(report.get("types", given.get("types", ["prompt"]))),
    )
    plan = TestPlan(change_set=about, affected=(), suites=()) if report.get("plan", 1) else None
    return GateReport(verdict=Verdict(state=state, checks=checks), plan=plan)


def _ticket(given: Given) -> TicketStanding:
    ticket = given.get("ticket", {"path": "registry/changes/CHG-0009.yaml"})
    where = Location(path=ticket.get("path", "registry"))
    found = [Finding(rule="ticket/x", location=where, message=text) for text in ticket.get("findings", ())]
    environments = given.get("environments", ("dev", "stg", "prod"))
    return TicketStanding.model_validate({**ticket, "findings": tuple(found), "environments": tuple(environments)})


def _item(text: str) -> ChecklistItem:
    name, state = text.split()
    return ChecklistItem.model_validate({"id": name, "state": state, "evidence": f"what shows it is {state}"})


def as_data(decision: Decision) -> dict[str, Any]:
    """Return a decision as its example file says it."""
    return {
        "state": decision.state.name,
        "reasons": [f"{one.state.name} {one.id}: {one.message}" for one in decision.reasons],
        "groups": [_as_text(group) for group in decision.groups],
    }


def _as_text(group: OwnerGroup) -> str:
    parts = [f"{group.because}: {group.state} {group.need} of {' '.join(group.owners)}"]
    for word in ("approved_by", "stale", "objecting", "unknown", "paths"):
        names = getattr(group, word)
        parts += [f"{word} {' '.join(names)}"] if names else []
    return "; ".join([*parts, f"people {group.people}"])


def _read(name: str, part: str) -> Any:
    return yaml.safe_load((EXAMPLES / f"{name}.{part}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_its_decision(name: str) -> None:
    """Each pair under tests/examples/decisions: the evidence, and every reason and group of the decision."""
    assert as_data(_decision(_read(name, "in"))) == _read(name, "out")


def test_every_example_has_both_halves() -> None:
    """No evidence without a decision, no decision without evidence; every state of decisions and groups occurs."""
    assert [path.name for path in sorted(EXAMPLES.glob("*.out.yaml"))] == [f"{name}.out.yaml" for name in NAMES]
    decisions = [_decision(_read(name, "in")) for name in NAMES]
    assert {one.state for one in decisions} == set(DecisionState)
    assert {group.state for one in decisions for group in one.groups} == set(ApprovalState)


def test_many_paths_are_counted_and_a_few_are_named() -> None:
    """A group of a thousand paths names twenty."""
    files = [f"registry/prompts/{number}.yml" for number in range(1000)]
    (of_line, of_policy) = _decision({"files": files, "reviews": ["dora approved"]}).groups
    assert (of_line.path_count, len(of_line.paths)) == (1000, 20)
    assert (of_policy.path_count, of_policy.paths) == (0, ())


def test_every_reason_of_an_example_can_be_said_in_japanese() -> None:
    """Reports of a decision have its name and its sentence; approvals are said by their groups."""
    for name in NAMES:
        decision = _decision(_read(name, "in"))
        for reason in decision.reasons:
            assert f"name.{reason.id}" in DECISION_WORDS
            key = f"{reason.id}.{reason.state.name}"
            verdict = decision.verdict.name if decision.verdict else ""
            said = key in SAID_IN_JAPANESE or f"{key}.{verdict}" in SAID_IN_JAPANESE
            assert said or (reason.id == "approvals" and decision.groups), (name, reason)
