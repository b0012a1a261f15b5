"""Tokens a dialogue uses, input and output together; a search is none."""

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Ratio


def _parts(seen: Seen, _catalogue: Catalogue) -> tuple[float, float]:
    usage = seen.result.usage
    return (0.0, 0.0) if seen.result.search else (float(usage.input_tokens + usage.output_tokens), 1.0)


TOKENS_PER_CASE = Ratio("tokens_per_case", _parts, unit="tokens", higher_is_better=False)
