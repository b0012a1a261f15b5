"""Task Success Rate: share of the dialogues with end expectations that met all of them."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseResult


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    return (0.0, 0.0) if result.task_success is None else (float(result.task_success), 1.0)


TASK_SUCCESS = Ratio("task_success", _parts, binary=True)
