"""Every way a user leaves the straight path is gone in every kind of dialogue.

A scenario says by its tags which ways it goes; the kind of a dialogue is its purpose and, of a task, its mode.
"""

from collections.abc import Iterator

from sekisho.evaluation.coverage.ground import Goal, Ground
from sekisho.model.kinds.case import CaseBase, Scenario
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult

PATHS = ("correction", "refusal", "change-of-mind", "silence", "human")
KINDS = ("task SLOT_FILLING", "task STEP_BY_STEP", "non-task")


def _goals(_registry: Registry) -> Iterator[Goal]:
    """Yield every way in every kind of dialogue as one goal."""
    yield Goal("", {(kind, path): f"{kind}: {path}" for kind in KINDS for path in PATHS})


def _gone(case: CaseBase, result: CaseResult) -> Iterator[tuple[str, str]]:
    if isinstance(case, Scenario):
        kind = f"task {case.mode}" if case.purpose == "task" else case.purpose
        yield from ((kind, path) for path in result.tags)


RECOVERY_PATHS = Ground(_goals, _gone)
