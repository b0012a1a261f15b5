"""Facts through the cache: only files nobody has read before are read, with every processor when there are many."""

from collections.abc import Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from sekisho.adapters.facts_cache import FactsCache, cache_folder, code_version
from sekisho.adapters.git import TREE, Entry, Repository
from sekisho.adapters.processes import map_pieces, uncollected, workers_for
from sekisho.commands.source import read, registry_entries
from sekisho.registry.scope import FOLDER, in_scope

if TYPE_CHECKING:
    from sekisho.model.facts import Facts, FileFacts

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
    if cache is None:
        with closing(open_cache()) as opened:
            return cached_facts(repository, entries, opened)
    with uncollected():
        found = _known(entries, cache)
        missing = [entry for entry in entries if entry.path not in found]
        found |= _fresh(repository, missing, cache)
        return CachedFacts(tuple(found[entry.path] for entry in entries), len(entries) - len(missing))


def registry_facts(repository: Repository, revision: str | None, cache: FactsCache) -> "Sequence[Facts]":
    """Return the facts of the whole registry at a revision (None: the working tree), in no order.

    A folder in a state that is known is one row of the cache, however many files it has. Raises as `registry_entries`.
    """
    if revision is None:
        return cached_facts(repository, registry_entries(repository, None), cache).facts
    with uncollected():
        lying = repository.trees(revision, FOLDER)
        loose = [entry for entry in lying if entry.mode != TREE and in_scope(entry.path)]
        found: list[Facts] = [*cached_facts(repository, loose, cache).facts]
        for entry in lying:
            found += _folder(repository, entry, cache) if entry.mode == TREE else ()
        return found or cached_facts(repository, registry_entries(repository, revision), cache).facts


def _folder(repository: Repository, folder: Entry, cache: FactsCache) -> "Sequence[Facts]":
    from sekisho.adapters.facts_codec import decode_folder, encode_folder

    row = cache.folder(folder.path, folder.blob)
    with suppress(ValueError, TypeError, KeyError):
        if row is not None:
            return decode_folder(row)
    entries = [entry for entry in repository.entries_of(folder) if in_scope(entry.path)]
    facts = cached_facts(repository, entries, cache).facts
    cache.put_folder(folder.path, folder.blob, encode_folder(facts))
    return facts


def _known(entries: Sequence[Entry], cache: FactsCache) -> "dict[str, FileFacts]":
    """Return what the cache has, by path; a damaged row is as good as none."""
    from sekisho.adapters.facts_codec import decode

    found = {}
    for (path, blob), row in cache.rows([(entry.path, entry.blob) for entry in entries]).items():
        with suppress(ValueError, TypeError, KeyError):
            found[path] = decode(path, blob, row)
    return found


def _fresh(repository: Repository, entries: Sequence[Entry], cache: FactsCache) -> "dict[str, FileFacts]":
    """Read files and keep their facts; facts leave the reading processes as the rows they are cached as."""
    if not entries:
        return {}
    from sekisho.adapters.facts_codec import decode, encode

    def work(piece: Sequence[Entry]) -> list[str]:
        return [encode(reading.facts) for reading in read(repository, piece)]

    rows = map_pieces(work, entries, workers_for(len(entries), worth=_WORTH_A_PROCESS))
    cache.put_rows([(entry.path, entry.blob, row) for entry, row in zip(entries, rows, strict=True)])
    return {entry.path: decode(entry.path, entry.blob, row) for entry, row in zip(entries, rows, strict=True)}
