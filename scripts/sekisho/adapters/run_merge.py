"""Run files of the shards of one run made one: the very file the run would have had in one piece.

Lines are copied, not made anew, so only their places are in memory. What is not exactly one whole run is refused.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.files import write_chunks
from sekisho.adapters.run_lines import NOT_IDENTITY, Key, Span, line_of
from sekisho.adapters.runs import RunIndex, read_index
from sekisho.errors import SourceError
from sekisho.model.run import CaseState, RunHeader, Shard
from sekisho.serialize import plain

PROMPT_TESTS = "prompt/"
"""Results of prompts' own tests begin with this; a header does not count them among the cases."""


class Merged(NamedTuple):
    """The header of the whole run, how many of its results ended in each state, and which results it has."""

    header: RunHeader
    states: Mapping[CaseState, int]
    keys: frozenset[Key]


class Place(NamedTuple):
    """A result by what files are sorted by, and where it lies."""

    key: Key
    file: Path
    span: Span


def merge_runs(paths: Sequence[Path], out: Path, wanted: RunHeader | None = None) -> Merged:
    """Write the run whose shards are in `paths` to `out`, whole or not at all.

    Raises SourceError, naming the files, for shards that are missing, given twice, overlapping or of another run, and
    for files that are no shards. The run must be the one whose header is `wanted`, if it is given.
    """
    indexes = {path: read_index(path) for path in paths}
    if len(indexes) < len(paths):
        raise SourceError(f"{_twice(paths)} is given twice")
    header = _whole_header({path: index.header for path, index in indexes.items()}, wanted)
    places = sorted(_places(indexes), key=lambda place: place.key)
    _check_complete(header, places)
    write_chunks(out, _chunks(header, places))
    states = Counter(place.span.state for place in places)
    return Merged(header, states, frozenset(place.key for place in places))


def _twice(paths: Sequence[Path]) -> Path:
    return next(path for path, count in Counter(paths).items() if count > 1)


def _whole_header(headers: Mapping[Path, RunHeader], wanted: RunHeader | None) -> RunHeader:
    """Return the header all shards share, without the shard. Raises SourceError unless each shard is there once."""
    shards: dict[Path, Shard] = {}
    first, expected = next(iter(headers.items()))
    other, expected = (first, expected) if wanted is None else ("this one", wanted)
    for path, header in headers.items():
        if header.shard is None:
            raise SourceError(f"{path} is a whole run, not a shard of one")
        if header.identity != expected.identity:
            raise SourceError(f"{path} is of another run than {other}: {_differing(header, expected)} differ")
        shards[path] = header.shard
    _check_shards(shards)
    return expected.model_copy(update={"shard": None})


def _differing(header: RunHeader, other: RunHeader) -> str:
    mine, theirs = plain(header), plain(other)
    return ", ".join(name for name in mine if name not in NOT_IDENTITY and mine[name] != theirs[name])


def _check_shards(shards: Mapping[Path, Shard]) -> None:
    first, expected = next(iter(shards.items()))
    found: dict[int, Path] = {}
    for path, shard in shards.items():
        if shard.count != expected.count:
            raise SourceError(f"{first} is one of {expected.count} shards, {path} one of {shard.count}")
        if shard.index in found:
            raise SourceError(f"{found[shard.index]} and {path} are both shard {shard.index}/{shard.count}")
        found[shard.index] = path
    missing = [index for index in range(1, expected.count + 1) if index not in found]
    if missing:
        named = ", ".join(f"{index}/{expected.count}" for index in missing)
        raise SourceError(f"{'shards' if len(missing) > 1 else 'shard'} {named} missing")


def _places(indexes: Mapping[Path, RunIndex]) -> Iterator[Place]:
    seen: dict[Key, Path] = {}
    for path, index in indexes.items():
        for key, span in index.spans.items():
            if key in seen:
                raise SourceError(f"{seen[key]} and {path} overlap: both have {key[0]} (trial {key[1]})")
            seen[key] = path
            yield Place(key, path, span)


def _check_complete(header: RunHeader, places: Sequence[Place]) -> None:
    """Shards of one run can still be cut differently, when they were levelled by different durations.

    Further trials, of cases that were tried again, are beside what was to be run.
    """
    dialogues = sum(not case.startswith(PROMPT_TESTS) and trial < header.trials for (case, trial), _, _ in places)
    expected = header.cases * header.trials
    if dialogues != expected:
        raise SourceError(
            f"the shards have {dialogues} of {expected} results", hint="give every shard the same --durations"
        )


def _chunks(header: RunHeader, places: Sequence[Place]) -> Iterator[bytes]:
    with ExitStack() as opened:
        files = {path: opened.enter_context(path.open("rb")) for path in {place.file for place in places}}
        yield line_of(header)
        for _, path, (start, size, _) in places:
            file = files[path]
            if file.tell() != start:
                file.seek(start)
            yield file.read(size)
