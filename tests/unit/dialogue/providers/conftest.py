"""Fixtures: the fake engine on the path of this process and of the workers it starts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sekisho.model.completion import Message, ModelRequest, Role

HERE = Path(__file__).parent


@dataclass(frozen=True)
class FakeEngine:
    """Where the fake's weights are, and what it was asked."""

    weights: Path
    log: Path

    def calls(self, path: str) -> list[dict[str, Any]]:
        """Return the bodies of the calls to `path`, in the order they arrived."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [call for call in map(json.loads, lines) if call["path"] == path]


@pytest.fixture
def fake_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """Put the fake engine in the place of the real one."""
    engine = FakeEngine(tmp_path / "model.gguf", tmp_path / "engine.log")
    engine.weights.write_text("chat", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(HERE / "fake_engine"))
    monkeypatch.setenv("FAKE_ENGINE_LOG", str(engine.log))
    monkeypatch.syspath_prepend(str(HERE / "fake_engine"))
    return engine


def request(said: str, *, system: str = "Be kind.", pinned: int = 1, **fields: Any) -> ModelRequest:
    """Return a request with one system message, pinned, and one user message."""
    messages = (Message(role=Role.SYSTEM, content=system), Message(role=Role.USER, content=said))
    return ModelRequest(provider="local", model="m", parameters={}, messages=messages, pinned=pinned, **fields)


@pytest.fixture(name="request_for")
def _request_for() -> Any:
    """Return the maker of requests."""
    return request
