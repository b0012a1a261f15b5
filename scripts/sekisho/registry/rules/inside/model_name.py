"""A model is pinned: its name carries a date, or the digest of its weights stands beside it.

`gpt-4o`, `latest` or `preview` mean another model tomorrow, and the records of yesterday would not say so.
"""

import re
from collections.abc import Iterator

from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject

_YEAR = r"20[0-9]{2}[-.]?(0[1-9]|1[0-2])([-.]?(0[1-9]|[12][0-9]|3[01]))?"
_MONTH_DAY = r"(0[1-9]|1[0-2])-?(0[1-9]|[12][0-9]|3[01])"
_DATED = re.compile(rf"(?<![0-9])({_YEAR}|{_MONTH_DAY})(?![0-9])")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for a floating model name."""
    model: ModelSettings = subject.artifact
    if model.weights_sha256 is None and not _DATED.search(model.model):
        expected = "a dated name (gpt-4o-2024-08-06), or weights_sha256 beside it"
        yield Problem("model/floating-name", ("model",), "a floating model name", excerpt(model.model), expected)
