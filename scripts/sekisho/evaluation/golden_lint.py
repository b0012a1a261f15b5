"""Is a golden case any good? It must be passable, a bot that does nothing must not pass it, and near misses must fail.

These are findings about cases, made without any model: run them whenever the evaluation changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sekisho.evaluation.mutants import mutants
from sekisho.evaluation.oracle import Oracle, ways
from sekisho.evaluation.outcome import judge_case
from sekisho.evaluation.settings import RunSettings
from sekisho.model.finding import Finding, Severity
from sekisho.model.kinds.case import CaseBase, Scenario
from sekisho.model.ref import Location
from sekisho.model.run import CaseState
from sekisho.model.trace import Conversation

FOLDERS = {"golden": "registry/golden", "scenario": "registry/scenarios"}
UNPASSABLE = "golden/unpassable"


def golden_lint(cases: Mapping[str, CaseBase], settings: RunSettings) -> tuple[Finding, ...]:
    """Return what is wrong with the cases (by `golden/<id>` or `scenario/<id>`), in the order of findings."""
    whole = RunSettings(clock=settings.clock, criteria=settings.criteria)
    found = {finding for name, case in cases.items() for finding in _lint(name, case, whole)}
    return tuple(sorted(found, key=lambda finding: finding.order))


def _lint(name: str, case: CaseBase, settings: RunSettings) -> Iterator[Finding]:
    unknown = sorted(_concepts(case) - settings.criteria.concepts.keys())
    if unknown:
        yield _finding(name, UNPASSABLE, f"no conversation can pass this case: there is no concept {unknown[0]!r}")
        return
    if _asserts_task(case) and _passes(name, case, Oracle(case, settings.criteria).silent(), settings):
        yield _finding(name, "golden/vacuous", "a bot that does nothing passes this case though it asserts a task")
    for way in ways(case):
        yield from _lint_way(name, Oracle(way, settings.criteria), settings)


def _lint_way(name: str, oracle: Oracle, settings: RunSettings) -> Iterator[Finding]:
    """Lint one way to pass: it can be taken, and its near misses fail."""
    perfect = oracle.perfect()
    result = judge_case(name, oracle.case, 0, perfect, settings)
    if result.state is not CaseState.PASSED:
        failed = next((check for check in result.checks if not check.passed), None)
        detail = f"{failed.field} wants {failed.expected!r}" if failed else result.reason
        yield _finding(name, UNPASSABLE, f"no conversation can pass this case: {result.reason} ({detail})")
        return
    unguarded = replace(settings, criteria=replace(settings.criteria, safety=None))
    for mutant in mutants(oracle, perfect):
        if _passes(name, oracle.case, mutant.conversation, unguarded):
            message = f"this case still passes with {mutant.what}"
            yield _finding(name, "golden/blind", message, mutant.severity)


def _asserts_task(case: CaseBase) -> bool:
    """Say whether the case is about a state to be reached; some are only about what must not happen."""
    is_task = isinstance(case, Scenario) and case.purpose == "task"
    named = {field for _, end in case.end.stated for field in end.model_fields_set}
    return is_task or bool(named & {"outcome", "next_action", "slots"})


def _concepts(case: CaseBase) -> set[str]:
    stated = (expect for turn in case.turns for _, expect in turn.expect.stated)
    replies = [expect.reply for expect in stated if expect.reply]
    return {name for reply in replies for name in (*reply.concepts, *reply.not_concepts)}


def _passes(name: str, case: CaseBase, talk: Conversation, settings: RunSettings) -> bool:
    return judge_case(name, case, 0, talk, settings).state is CaseState.PASSED


def _finding(name: str, rule: str, message: str, severity: Severity = Severity.ERROR) -> Finding:
    kind, _, case = name.partition("/")
    path = f"{FOLDERS.get(kind, kind)}/{case}.yaml"
    return Finding(rule=rule, location=Location(path=path), message=message, severity=severity)
