"""Fixtures: tiny weights in the table, a cache of the test's own, a progress that remembers."""

import hashlib
from pathlib import Path
from types import MappingProxyType

import pytest

from sekisho.adapters import weights as table
from sekisho.adapters.weights import Weights
from sekisho.commands import model

CONTENT = bytes(range(256)) * 12


class Told:
    """A progress that remembers what it was told."""

    def __init__(self) -> None:
        self.label = ""
        self.total = 0
        self.done = 0
        self.finished = 0

    def start(self, label: str, total: int) -> None:
        """Begin."""
        self.label, self.total, self.done = label, total, 0

    def advance(self, steps: int = 1) -> None:
        """Count."""
        self.done += steps

    def finish(self) -> None:
        """End."""
        self.finished += 1


@pytest.fixture
def progress() -> Told:
    """A progress to look at."""
    return Told()


@pytest.fixture
def content() -> bytes:
    """The bytes of the tiny weights."""
    return CONTENT


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """Make `tiny` the only weights there are, with an empty cache."""
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    weights = Weights(name="tiny", file="tiny.gguf", bytes=len(CONTENT), sha256=sha256, hub_repo="someone/tiny")
    for module in (table, model):
        monkeypatch.setattr(module, "WEIGHTS", MappingProxyType({"tiny": weights}))
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))
    return weights
