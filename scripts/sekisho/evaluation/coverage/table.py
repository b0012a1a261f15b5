"""What suites cover, by the goals they name. A kind of coverage is one module and one line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sekisho.evaluation.coverage.edges import edge_goals
from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.evaluation.coverage.recovery_paths import recovery_goals
from sekisho.evaluation.coverage.tool_faults import tool_fault_goals
from sekisho.model.change import PlannedSuite
from sekisho.model.coverage import Coverage, CoverageKind
from sekisho.model.kinds.case import CaseBase
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult

GOALS: Mapping[CoverageKind, Callable[[Ground], Iterator[Goal]]] = {
    CoverageKind.EDGES: edge_goals,
    CoverageKind.TOOL_FAULTS: tool_fault_goals,
    CoverageKind.RECOVERY_PATHS: recovery_goals,
}


def coverage_of(
    suites: Sequence[PlannedSuite],
    registry: Registry,
    cases: Mapping[str, CaseBase],
    results: Iterable[CaseResult],
) -> tuple[Coverage, ...]:
    """Return what each suite's cases reach of what it asks for, in the order of the suites.

    `registry` is the one that was talked to; `cases` may hold more than the suites'. A kind that a suite does not name
    is not counted.
    """
    seen = list(results) if any(suite.coverage for suite in suites) else []
    found: list[Coverage] = []
    for suite in suites:
        own = {name: cases[name] for name in suite.cases if name in cases}
        ground = Ground.of(registry, own, seen)
        for kind, least in suite.coverage.items():
            found += (_coverage(suite.name, kind, goal, least) for goal in GOALS[kind](ground))
    return tuple(found)


def _coverage(suite: str, kind: CoverageKind, goal: Goal, least: float) -> Coverage:
    missing = tuple(name for name in goal.wanted if name not in goal.reached)
    return Coverage(
        suite=suite,
        what=kind.replace("_", " "),
        subject=goal.subject,
        covered=len(goal.wanted) - len(missing),
        total=len(goal.wanted),
        missing=missing,
        least=least,
    )
