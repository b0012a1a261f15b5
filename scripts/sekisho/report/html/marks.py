"""Which case shows which error: the cells of the confusion matrix and of the slot table, as words a filter finds.

Only the links are made here; the counts are the evaluation's own.
"""

from collections.abc import Iterable, Iterator

from sekisho.model.run import CaseResult, Check

NO_LABEL = "__none__"
SLOT = "slots."


def intent_mark(golden: str, predicted: str) -> str:
    """Return the word for a cell of the confusion matrix."""
    return f"intent:{golden}>{predicted}"


def slot_mark(slot: str, error: str) -> str:
    """Return the word for a kind of error of a slot."""
    return f"slot:{slot}:{error}"


def marks_of(results: Iterable[CaseResult]) -> list[str]:
    """Return the words of a case, from both sides and all trials, sorted."""
    return sorted({mark for result in results for check in result.checks for mark in _marks(check)})


def _marks(check: Check) -> Iterator[str]:
    if check.field == "intent" and check.expected is not None:
        yield intent_mark(str(check.expected), str(check.observed or NO_LABEL))
    elif check.field.startswith(SLOT) and check.turn is not None and not check.passed:
        error = "over" if check.expected is None else "missed" if check.observed is None else "substituted"
        yield slot_mark(check.field.removeprefix(SLOT), error)
