"""Tokens a dialogue uses, input and output together; a search is none."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.spec import Ratio
from sekisho.model.run import CaseResult


def _parts(result: CaseResult, _catalogue: Catalogue) -> tuple[float, float]:
    if result.search:
        return 0.0, 0.0
    return float(result.usage.input_tokens + result.usage.output_tokens), 1.0


TOKENS_PER_CASE = Ratio("tokens_per_case", _parts, unit="tokens", higher_is_better=False)
