"""Cost of a dialogue, in the currency of the models' prices; None where a model has no price."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Ratio


def _parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    cost = seen.result.cost
    return (0.0, 0.0) if cost is None or seen.result.search else (cost, 1.0)


COST_PER_CASE = Ratio("cost_per_case", _parts, unit="money", higher_is_better=False)
