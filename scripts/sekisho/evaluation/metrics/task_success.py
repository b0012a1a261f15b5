"""Task Success Rate: share of the dialogues with end expectations that met all of them."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Ratio


def _parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    success = seen.result.task_success
    return (0.0, 0.0) if success is None else (float(success), 1.0)


TASK_SUCCESS = Ratio("task_success", _parts, binary=True)
