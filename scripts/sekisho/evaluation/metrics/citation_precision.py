"""Citation precision: share of the cited documents that the case names, over the turns that assert citations."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseResult


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    checks = [check for check in result.checks if check.field == "citations"]
    right = sum(len(set(check.expected) & set(check.observed)) for check in checks)
    return float(right), float(sum(len(set(check.observed)) for check in checks))


CITATION_PRECISION = Ratio("citation_precision", _parts)
