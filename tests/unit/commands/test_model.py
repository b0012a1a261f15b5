"""`sekisho model` on a cache of its own."""

import hashlib
from pathlib import Path
from types import MappingProxyType

import pytest

from sekisho.adapters import weights as table
from sekisho.adapters.weights import Weights, WeightsState
from sekisho.commands import model
from sekisho.errors import WeightsError


class Silent:
    """A progress that shows nothing."""

    def start(self, label: str, total: int) -> None:
        """Begin."""

    def advance(self, steps: int = 1) -> None:
        """Go on."""

    def finish(self) -> None:
        """End."""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make two tiny models the only ones; return the file of `small`."""
    made = {
        name: Weights(name=name, file=f"{name}.gguf", bytes=3, sha256=hashlib.sha256(data).hexdigest(), hub_repo="a/b")
        for name, data in (("small", b"abc"), ("large", b"xyz"))
    }
    for module in (table, model):
        monkeypatch.setattr(module, "WEIGHTS", MappingProxyType(made))
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "file"
    file.write_bytes(b"abc")
    return file


def test_models_are_listed_with_their_state(two: Path) -> None:
    """By name, with the pinned facts, before and after a fetch."""
    assert [(one.name, one.state) for one in model.list_models()] == [
        ("large", WeightsState.MISSING),
        ("small", WeightsState.MISSING),
    ]
    fetched = model.fetch("small", Silent(), source=str(two))
    assert fetched == model.list_models()[1]
    assert (fetched.state, fetched.bytes, fetched.path.read_bytes()) == (WeightsState.READY, 3, b"abc")


def test_a_file_of_another_model_is_refused(two: Path) -> None:
    """The bytes of one model never get the name of another."""
    with pytest.raises(WeightsError, match="not the published file"):
        model.fetch("large", Silent(), source=str(two))
    assert {one.state for one in model.list_models()} == {WeightsState.MISSING}
