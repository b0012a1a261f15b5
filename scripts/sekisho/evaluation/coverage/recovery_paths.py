"""Every way a user leaves the straight path is gone in every kind of dialogue.

A scenario says by its tags which ways it goes; the kind of a dialogue is its purpose and, of a task, its mode.
"""

from collections.abc import Iterator

from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.model.kinds.case import CaseBase, Scenario

PATHS = ("correction", "refusal", "change-of-mind", "silence", "human")
KINDS = ("task SLOT_FILLING", "task STEP_BY_STEP", "non-task")


def recovery_goals(ground: Ground) -> Iterator[Goal]:
    """Yield every way in every kind of dialogue as one goal."""
    reached = {
        _named(kind, path)
        for result in ground.results
        if (kind := _kind(ground.cases[result.case])) is not None
        for path in PATHS
        if path in result.tags
    }
    yield Goal("", [_named(kind, path) for kind in KINDS for path in PATHS], frozenset(reached))


def _kind(case: CaseBase) -> str | None:
    if not isinstance(case, Scenario):
        return None
    return f"task {case.mode}" if case.purpose == "task" else case.purpose


def _named(kind: str, path: str) -> str:
    return f"{kind}: {path}"
