"""What a saved state depends on."""

import importlib.metadata
import platform
from pathlib import Path
from types import SimpleNamespace

import pytest

from sekisho.dialogue.providers import local_settings
from sekisho.dialogue.providers.local_settings import SETTINGS, identity
from sekisho.errors import MissingExtraError
from sekisho.serialize import digest

CPU = "processor : 0\nmodel name : X\nflags : fma avx2\ncpu MHz : {}\nprocessor : 1\nmodel name : X\nflags : fma avx2\n"


@pytest.fixture(autouse=True)
def processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engine that is installed, on a processor with two cores; return the file that describes it."""
    installed(monkeypatch, "1.2", "wheel a")
    path = tmp_path / "cpuinfo"
    path.write_text(CPU.format(3000), encoding="utf-8")
    monkeypatch.setattr(local_settings, "_PROCESSOR", path)
    return path


def installed(monkeypatch: pytest.MonkeyPatch, version: str, record: str) -> None:
    """Pretend that this build of the engine is installed."""
    build = SimpleNamespace(version=version, read_text=lambda _: record)
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: build)


def test_the_clock_of_a_core_changes_nothing(processor: Path) -> None:
    """The same machine has one identity at all times."""
    before = digest(identity("a"))
    processor.write_text(CPU.format(800), encoding="utf-8")
    assert digest(identity("a")) == before


def test_everything_a_state_depends_on_changes_the_identity(processor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights, engine version, engine build, settings, threads, processor: each alone."""
    seen = {digest(identity("a")), digest(identity("b"))}
    installed(monkeypatch, "1.3", "wheel a")
    seen.add(digest(identity("a")))
    installed(monkeypatch, "1.2", "wheel b")
    seen.add(digest(identity("a")))
    processor.write_text(CPU.replace("avx2", "avx512f"), encoding="utf-8")
    seen.add(digest(identity("a")))
    monkeypatch.setattr(local_settings, "THREADS", 2)
    seen.add(digest(identity("a")))
    monkeypatch.setattr(local_settings, "SETTINGS", {**SETTINGS, "n_ctx": 4096})
    seen.add(digest(identity("a")))
    assert len(seen) == 7


def test_a_system_without_a_processor_file_says_what_it_can(processor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel describes no processor, Python's own description stands in."""
    processor.unlink()
    monkeypatch.setattr(platform, "processor", lambda: "arm")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert identity("a")["machine"] == ["arm64", "arm"]


def test_without_the_engine_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state of no engine has no identity."""

    def missing(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    with pytest.raises(MissingExtraError, match="'local'"):
        identity("a")
