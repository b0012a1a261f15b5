"""Share of dialogues whose every judged check passed."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseState


def passed(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    """Return (1, 1) for a case that passed, (0, 1) for one that failed."""
    return float(seen.result.state is CaseState.PASSED), 1.0


CASE_PASS_RATE = Ratio("case_pass_rate", passed, binary=True)
