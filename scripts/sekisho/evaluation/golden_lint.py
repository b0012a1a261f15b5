"""Is a golden case any good? It must be passable, a bot that does nothing must not pass it, and near misses must fail.

These are findings about cases, made without any model: run them whenever the evaluation changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from sekisho.evaluation.oracle import Oracle
from sekisho.evaluation.outcome import judge_case
from sekisho.evaluation.settings import RunSettings
from sekisho.model.finding import Finding, Severity
from sekisho.model.kinds.case import CaseBase, Scenario
from sekisho.model.ref import Location
from sekisho.model.run import CaseState
from sekisho.model.trace import Conversation, TurnTrace

FOLDERS = {"golden": "registry/golden", "scenario": "registry/scenarios"}
UNPASSABLE = "golden/unpassable"
OTHER_INTENT = "not-the-intent"


class Mutant(NamedTuple):
    """The perfect conversation with one thing wrong, what that is, and whether a case may miss it with a warning."""

    what: str
    conversation: Conversation
    severity: Severity = Severity.ERROR


def golden_lint(cases: Mapping[str, CaseBase], settings: RunSettings) -> tuple[Finding, ...]:
    """Return what is wrong with the cases (by `golden/<id>` or `scenario/<id>`), in the order of findings."""
    whole = RunSettings(clock=settings.clock, criteria=settings.criteria)
    found = (finding for name, case in cases.items() for finding in _lint(name, case, whole))
    return tuple(sorted(found, key=lambda finding: finding.order))


def _lint(name: str, case: CaseBase, settings: RunSettings) -> Iterator[Finding]:
    unknown = sorted(_concepts(case) - settings.criteria.concepts.keys())
    if unknown:
        yield _finding(name, UNPASSABLE, f"no conversation can pass this case: there is no concept {unknown[0]!r}")
        return
    oracle = Oracle(case, settings.criteria)
    perfect = oracle.perfect()
    result = judge_case(name, case, 0, perfect, settings)
    if result.state is not CaseState.PASSED:
        failed = next((check for check in result.checks if not check.passed), None)
        detail = f"{failed.field} wants {failed.expected!r}" if failed else result.reason
        yield _finding(name, UNPASSABLE, f"no conversation can pass this case: {result.reason} ({detail})")
        return
    if _asserts_task(case) and _passes(name, case, oracle.silent(), settings):
        yield _finding(name, "golden/vacuous", "a bot that does nothing passes this case though it asserts a task")
    unguarded = replace(settings, criteria=replace(settings.criteria, safety=None))
    for mutant in mutants(oracle, perfect):
        if _passes(name, case, mutant.conversation, unguarded):
            message = f"this case still passes with {mutant.what}"
            yield _finding(name, "golden/blind", message, mutant.severity)


def mutants(oracle: Oracle, perfect: Conversation) -> Iterator[Mutant]:
    """Yield the near misses of what the case asserts: a slot lost, another intent, a reply that denies."""
    for index, turn in enumerate(oracle.case.turns):
        trace, expect = perfect.turns[index], turn.expect
        for slot in (name for name, value in expect.slots.items() if value is not None):
            kept = {name: value for name, value in trace.slots.items() if name != slot}
            yield Mutant(f"{slot} lost in turn {index + 1}", _with(perfect, index, {"slots": kept}))
        if expect.intent is not None:
            yield Mutant(f"another intent in turn {index + 1}", _with(perfect, index, {"intent": OTHER_INTENT}))
        for concept in expect.reply.concepts if expect.reply else ():
            denied = oracle.denying(trace.reply, concept)
            if denied is not None:
                changed = _with(perfect, index, {"reply": denied})
                yield Mutant(f"{concept} denied in turn {index + 1}", changed, Severity.WARNING)


def _with(talk: Conversation, index: int, update: Mapping[str, object]) -> Conversation:
    turns: list[TurnTrace] = list(talk.turns)
    turns[index] = turns[index].model_copy(update=update)
    return talk.model_copy(update={"turns": tuple(turns)})


def _asserts_task(case: CaseBase) -> bool:
    """Say whether the case is about a state to be reached; some are only about what must not happen."""
    is_task = isinstance(case, Scenario) and case.purpose == "task"
    return is_task or bool(case.end.model_fields_set & {"outcome", "next_action", "slots"})


def _concepts(case: CaseBase) -> set[str]:
    replies = [turn.expect.reply for turn in case.turns if turn.expect.reply]
    return {name for reply in replies for name in (*reply.concepts, *reply.not_concepts)}


def _passes(name: str, case: CaseBase, talk: Conversation, settings: RunSettings) -> bool:
    return judge_case(name, case, 0, talk, settings).state is CaseState.PASSED


def _finding(name: str, rule: str, message: str, severity: Severity = Severity.ERROR) -> Finding:
    kind, _, case = name.partition("/")
    path = f"{FOLDERS.get(kind, kind)}/{case}.yaml"
    return Finding(rule=rule, location=Location(path=path), message=message, severity=severity)
