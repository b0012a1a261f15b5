"""Model weights on this machine. A file is used only after its sha256 was the pinned one; nothing is fetched here."""

import hashlib
import json
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from sekisho.errors import WeightsError
from sekisho.model.base import Frozen, Positive, Sha256, Text

CHUNK_BYTES = 1 << 20


class Weights(Frozen):
    """One model's file: its exact bytes, and where its publisher keeps it."""

    name: Text
    file: Text
    bytes: Positive
    sha256: Sha256
    hub_repo: Text


class WeightsState(StrEnum):
    """What the cache holds of a model. `unverified` and `partial` are never loaded."""

    READY = "ready"
    UNVERIFIED = "unverified"
    PARTIAL = "partial"
    MISSING = "missing"


def _qwen(size: str, length: int, sha256: str) -> Weights:
    name = f"qwen2.5-coder-{size.lower()}-instruct-q4_k_m"
    repo = f"Qwen/Qwen2.5-Coder-{size}-Instruct-GGUF"
    return Weights(name=name, file=f"{name}.gguf", bytes=length, sha256=sha256, hub_repo=repo)


WEIGHTS: Mapping[str, Weights] = MappingProxyType(
    {
        weights.name: weights
        for weights in (
            _qwen("0.5B", 491_400_064, "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"),
            _qwen("1.5B", 1_117_320_768, "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"),
        )
    }
)
"""Every model that can be fetched, by name. All are Apache-2.0 files of their publisher."""


def known(name: str) -> Weights:
    """Return the pinned facts of a model. Raises WeightsError for a name that is not in the table."""
    if name not in WEIGHTS:
        raise WeightsError(f"unknown weights {name!r}", hint=f"known: {', '.join(sorted(WEIGHTS))}")
    return WEIGHTS[name]


def cache_dir() -> Path:
    """Return where weights are kept: `$SEKISHO_CACHE`, or `sekisho` in the user's cache folder."""
    chosen = os.environ.get("SEKISHO_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sekisho"


def path_of(weights: Weights) -> Path:
    """Return where the verified file of `weights` is, or would be."""
    return cache_dir() / "weights" / weights.file


def partial_of(weights: Weights) -> Path:
    """Return where the file of `weights` grows until it is complete."""
    return path_of(weights).with_suffix(".partial")


def locate(name: str, *, sha256: str | None = None) -> Path:
    """Return the verified file of the model `name`.

    The file is hashed once, and again when its size or time changed. Raises WeightsError when it is missing or other
    bytes, or when `sha256` (what a model file pins) names other weights than these.
    """
    weights = known(name)
    if sha256 is not None and sha256 != weights.sha256:
        raise WeightsError(f"{name} is pinned to sha256 {sha256[:12]}, but its published file is {weights.sha256[:12]}")
    path = path_of(weights)
    if not path.is_file():
        raise WeightsError(f"the weights {name} are not here ({path})", hint=f"sekisho model fetch {name}")
    if not _is_remembered(weights, path):
        _verify(weights, path)
        remember(weights, path)
    return path


def state_of(name: str) -> WeightsState:
    """Return what the cache holds of `name`, without hashing anything."""
    weights = known(name)
    path = path_of(weights)
    if path.is_file():
        return WeightsState.READY if _is_remembered(weights, path) else WeightsState.UNVERIFIED
    return WeightsState.PARTIAL if partial_of(weights).is_file() else WeightsState.MISSING


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remember(weights: Weights, path: Path) -> None:
    """Note that `path`, as it is now, was found to be `weights`."""
    note = _note_of(path)
    growing = note.with_suffix(".tmp")
    growing.write_text(json.dumps(_facts(weights, path)), encoding="utf-8")
    growing.replace(note)


def _is_remembered(weights: Weights, path: Path) -> bool:
    try:
        return bool(json.loads(_note_of(path).read_text(encoding="utf-8")) == _facts(weights, path))
    except (OSError, ValueError):
        return False


def _verify(weights: Weights, path: Path) -> None:
    if path.stat().st_size != weights.bytes or sha256_of(path) != weights.sha256:
        raise WeightsError(
            f"{path} is not the published file of {weights.name}",
            hint=f"delete it, then: sekisho model fetch {weights.name}",
        )


def _note_of(path: Path) -> Path:
    return path.with_suffix(".verified")


def _facts(weights: Weights, path: Path) -> dict[str, str | int]:
    status = path.stat()
    return {"sha256": weights.sha256, "bytes": status.st_size, "mtime_ns": status.st_mtime_ns}
