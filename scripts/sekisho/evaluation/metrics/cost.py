"""Cost of a dialogue, in the currency of the models' prices; None where a model has no price."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseResult


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    return (0.0, 0.0) if result.cost is None or result.search else (result.cost, 1.0)


COST_PER_CASE = Ratio("cost_per_case", _parts, unit="money", higher_is_better=False)
