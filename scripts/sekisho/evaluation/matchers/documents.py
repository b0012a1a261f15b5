"""Documents: what was retrieved must include the golden ones, what was cited must be exactly the golden ones."""

from collections.abc import Iterator

from sekisho.evaluation.matchers.check import make_check
from sekisho.model.kinds.case import TurnAssertions
from sekisho.model.run import Check
from sekisho.model.trace import TurnTrace


def check_retrieved(expected: TurnAssertions, trace: TurnTrace, turn: int) -> Iterator[Check]:
    """Yield one check when documents are asserted; an empty list or null asserts that none was retrieved."""
    if "retrieved" in expected.model_fields_set:
        wanted, found = list(expected.retrieved or ()), list(trace.retrieved)
        passed = set(wanted) <= set(found) if wanted else not found
        yield make_check(turn, "retrieved", "exec.retrieval", passed, expected=wanted, observed=found)


def check_citations(expected: TurnAssertions, trace: TurnTrace, turn: int) -> Iterator[Check]:
    """Yield one check when citations are asserted: the same documents in any order; an empty list or null: none."""
    if "citations" in expected.model_fields_set:
        wanted, found = list(expected.citations or ()), list(trace.citations)
        passed = set(wanted) == set(found)
        yield make_check(turn, "citations", "NLG.citation", passed, expected=wanted, observed=found)
