"""Which weights there are, and when a file counts as one of them."""

import os
from pathlib import Path

import pytest

from sekisho.adapters import weights as table
from sekisho.adapters.weights import (
    WEIGHTS,
    Weights,
    WeightsState,
    cache_dir,
    locate,
    partial_of,
    path_of,
    remember,
    sha256_of,
    state_of,
)
from sekisho.adapters.weights_wheels import parts_of
from sekisho.errors import WeightsError


def cached(weights: Weights, content: bytes) -> Path:
    """Put a file into the cache, unverified."""
    path = path_of(weights)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def test_every_model_is_pinned_and_has_its_part_list() -> None:
    """The table's names agree with its files and with the lists of data wheels, whose hashes differ."""
    assert len(WEIGHTS) >= 2
    for name, weights in WEIGHTS.items():
        assert (weights.name, weights.file) == (name, f"{name}.gguf")
        parts = parts_of(weights)
        assert len({part.sha256 for part in parts}) == len(parts) > 1


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"SEKISHO_CACHE": "/x/y"}, Path("/x/y")),
        ({"SEKISHO_CACHE": "", "XDG_CACHE_HOME": "/x"}, Path("/x/sekisho")),
        ({"HOME": "/home/someone"}, Path("/home/someone/.cache/sekisho")),
    ],
)
def test_the_cache_is_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: Path
) -> None:
    """Our own variable first, then the desktop convention, then the home folder."""
    for name in ("SEKISHO_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache_dir() == expected


def test_missing_weights_say_how_to_get_them(tiny: Weights) -> None:
    """The hint is the command to type."""
    with pytest.raises(WeightsError, match="tiny are not here") as raised:
        locate(tiny.name)
    assert raised.value.hint == "sekisho model fetch tiny"


def test_unknown_weights_name_the_known_ones(tiny: Weights) -> None:
    """A typing error is answered with the names there are."""
    with pytest.raises(WeightsError, match="'tinny'") as raised:
        locate("tinny")
    assert raised.value.hint == f"known: {tiny.name}"


def test_the_right_bytes_are_hashed_once(tiny: Weights, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verified file is recognised by its size and time, without reading it again."""
    path = cached(tiny, content)
    assert state_of("tiny") is WeightsState.UNVERIFIED
    assert locate("tiny", sha256=tiny.sha256) == path
    assert state_of("tiny") is WeightsState.READY
    monkeypatch.setattr(table, "sha256_of", never)
    assert locate("tiny") == path


def test_a_touched_file_is_hashed_again(tiny: Weights, content: bytes) -> None:
    """Other bytes of the same length under a verified name are refused."""
    path = cached(tiny, content)
    locate("tiny")
    path.write_bytes(content[::-1])
    os.utime(path, ns=(1, 1))
    with pytest.raises(WeightsError, match="not the published file") as raised:
        locate("tiny")
    assert "delete it" in str(raised.value.hint)


@pytest.mark.parametrize("wrong", [b"", b"short", bytes(range(255, -1, -1)) * 12])
def test_other_bytes_are_never_weights(tiny: Weights, wrong: bytes) -> None:
    """Neither a cut file nor one of the right length."""
    cached(tiny, wrong)
    with pytest.raises(WeightsError, match="not the published file"):
        locate("tiny")


def test_a_model_file_that_pins_other_bytes_is_refused(tiny: Weights, content: bytes) -> None:
    """The registry's pin and the table must agree, whatever lies in the cache."""
    cached(tiny, content)
    with pytest.raises(WeightsError, match=f"pinned to sha256 {'0' * 12}"):
        locate("tiny", sha256="0" * 64)


@pytest.mark.parametrize("note", ["", "{", "[]", '{"sha256": "x"}'])
def test_a_damaged_note_only_costs_a_hash(tiny: Weights, content: bytes, note: str) -> None:
    """The note of a verification is believed only when it is exactly right."""
    path = cached(tiny, content)
    remember(tiny, path)
    path.with_suffix(".verified").write_text(note, encoding="utf-8")
    assert state_of("tiny") is WeightsState.UNVERIFIED
    assert locate("tiny") == path


def test_a_growing_file_is_partial(tiny: Weights) -> None:
    """What is still arriving is neither missing nor ready."""
    assert state_of("tiny") is WeightsState.MISSING
    partial_of(tiny).parent.mkdir(parents=True)
    partial_of(tiny).write_bytes(b"some")
    assert state_of("tiny") is WeightsState.PARTIAL


def test_hashing_agrees_with_the_pin(tiny: Weights, content: bytes) -> None:
    """The hash of the file is the hash of its bytes."""
    assert sha256_of(cached(tiny, content)) == tiny.sha256


def never(_: Path) -> str:
    """Fail when a file is hashed."""
    raise AssertionError("hashed again")
