"""Results as a field of a value: in memory, or wherever they stay until somebody goes through them."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import PlainSerializer, WrapValidator

from sekisho.model.base import is_lazy
from sekisho.model.run import CaseResult


@runtime_checkable
class KnowsCases(Protocol):
    """A sequence of results that can name their cases without reading them."""

    @property
    def cases(self) -> Sequence[str]:
        """The case of each result, in order."""
        ...


def cases_of(results: Sequence[CaseResult]) -> Sequence[str]:
    """Return the case of each result, in order; results that are known by their cases are not read."""
    return results.cases if isinstance(results, KnowsCases) else [result.case for result in results]


def _kept(value: Any, validate: Callable[[Any], Any]) -> Any:
    """Whoever made a lazy sequence vouches for its items: looking at them here would read them all."""
    return value if is_lazy(value) else tuple(validate(value))


Results = Annotated[
    Sequence[CaseResult],
    WrapValidator(_kept),
    PlainSerializer(tuple, return_type=tuple[CaseResult, ...]),
]
"""Results by case and trial."""
