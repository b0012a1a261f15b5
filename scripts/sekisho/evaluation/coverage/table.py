"""What suites cover, by the goals they name. A kind of coverage is one module and one line."""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence

from sekisho.evaluation.coverage.edges import EDGES
from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.evaluation.coverage.recovery_paths import RECOVERY_PATHS
from sekisho.evaluation.coverage.tool_faults import TOOL_FAULTS
from sekisho.model.change import PlannedSuite
from sekisho.model.coverage import Coverage, CoverageKind
from sekisho.model.kinds.case import CaseBase
from sekisho.model.registry import Registry
from sekisho.model.run import JUDGED, CaseResult

GOALS: Mapping[CoverageKind, Ground] = {
    CoverageKind.EDGES: EDGES,
    CoverageKind.TOOL_FAULTS: TOOL_FAULTS,
    CoverageKind.RECOVERY_PATHS: RECOVERY_PATHS,
}


def coverage_of(
    suites: Sequence[PlannedSuite],
    registry: Registry,
    cases: Mapping[str, CaseBase],
    results: Iterable[CaseResult],
) -> tuple[Coverage, ...]:
    """Return what each suite's cases reach of what it asks for, in the order of the suites.

    `registry` is the one that was talked to; `cases` may hold more than the suites'. A kind that a suite does not name
    is not counted. A dialogue that could not be judged reaches nothing; one that failed has still been where it has
    been. The results are read once, and only where a suite asks for something.
    """
    asking = [suite for suite in suites if suite.coverage]
    reached: list[dict[CoverageKind, set[Hashable]]] = [{kind: set() for kind in suite.coverage} for suite in asking]
    own = [cases.keys() & suite.cases for suite in asking]
    for result in results if asking else ():
        for names, found in zip(own, reached, strict=True):
            if result.state in JUDGED and result.case in names:
                for kind, signs in found.items():
                    signs.update(GOALS[kind].reached(cases[result.case], result))
    return tuple(
        _coverage(suite, kind, goal, found[kind])
        for suite, found in zip(asking, reached, strict=True)
        for kind in suite.coverage
        for goal in GOALS[kind].goals(registry)
    )


def _coverage(suite: PlannedSuite, kind: CoverageKind, goal: Goal, reached: Container[Hashable]) -> Coverage:
    missing = tuple(name for sign, name in goal.wanted.items() if sign not in reached)
    return Coverage(
        suite=suite.name,
        what=kind.replace("_", " "),
        subject=goal.subject,
        covered=len(goal.wanted) - len(missing),
        total=len(goal.wanted),
        missing=missing,
        least=suite.coverage[kind],
    )
