"""Facts through the cache: only files nobody has read before are read, with every processor when there are many."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from sekisho.adapters.facts_cache import FactsCache, cache_folder, code_version
from sekisho.adapters.git import Entry, Repository
from sekisho.adapters.processes import map_pieces, workers_for
from sekisho.commands.source import read

if TYPE_CHECKING:
    from sekisho.model.facts import FileFacts

_WORTH_A_PROCESS = 400


class CachedFacts(NamedTuple):
    """Facts in path order, and how many of them were known."""

    facts: "tuple[FileFacts, ...]"
    known: int


def open_cache() -> FactsCache:
    """Return the cache of this version of the code."""
    return FactsCache(cache_folder(), code_version())


def cached_facts(repository: Repository, entries: Sequence[Entry], cache: FactsCache | None = None) -> CachedFacts:
    """Return the facts of every entry. Raises SourceError when a file cannot be read."""
    from sekisho.adapters.facts_codec import decode

    cache = cache or open_cache()
    found: dict[str, FileFacts] = {}
    for (path, blob), row in cache.rows([(entry.path, entry.blob) for entry in entries]).items():
        try:
            found[path] = decode(path, blob, row)
        except (ValueError, TypeError, KeyError):
            continue
    missing = [entry for entry in entries if entry.path not in found]
    fresh = list(zip(missing, _encoded(repository, missing), strict=True))
    found |= {entry.path: decode(entry.path, entry.blob, row) for entry, row in fresh}
    cache.put_rows([(entry.path, entry.blob, row) for entry, row in fresh])
    return CachedFacts(tuple(found[entry.path] for entry in entries), len(entries) - len(missing))


def _encoded(repository: Repository, entries: Sequence[Entry]) -> list[str]:
    """Facts leave the reading processes as the rows they are cached as."""
    from sekisho.adapters.facts_codec import encode

    def work(piece: Sequence[Entry]) -> list[str]:
        return [encode(reading.facts) for reading in read(repository, piece)]

    return map_pieces(work, entries, workers_for(len(entries), worth=_WORTH_A_PROCESS))
