"""Where the dialogues that broke are written down."""

from collections.abc import Iterator

from sekisho.model.ref import CASES
from sekisho.model.registry import Registry
from sekisho.model.verdict import Comparison, Pairing


def case_files(comparison: Comparison, registry: Registry) -> dict[str, str]:
    """Return case id -> path from the repository's root for every broken case that has a file of its own."""
    return dict(_found(comparison, registry))


def _found(comparison: Comparison, registry: Registry) -> Iterator[tuple[str, str]]:
    for pair in comparison.of(Pairing.BROKEN):
        kind, _, name = pair.case.partition("/")
        for source in (registry.sources.get((one, name)) for one in CASES if one == kind):
            if source is not None:
                yield pair.case, source.path
