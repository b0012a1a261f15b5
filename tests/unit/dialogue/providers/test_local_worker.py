"""The worker's own side, run in this process."""

import importlib
import io
import os
import socket
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest


class LeftError(Exception):
    """Stands for the end of the process."""


def test_a_worker_says_ready_and_leaves_with_its_parent(
    fake_engine: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It serves with one thread and one slot, and removes the folder when its standard input ends."""
    monkeypatch.delitem(sys.modules, "xllamacpp", raising=False)
    monkeypatch.delitem(sys.modules, "sekisho.dialogue.providers.local_worker", raising=False)
    worker = importlib.import_module("sekisho.dialogue.providers.local_worker")
    params = worker.parameters(fake_engine.weights, tmp_path, "w0")
    assert (params.n_parallel, params.cpuparams.n_threads, params.cpuparams_batch.n_threads) == (1, 1, 1)
    folder = tmp_path / "run"
    folder.mkdir()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        standard_input = SimpleNamespace(fileno=theirs.fileno, buffer=io.BytesIO())
        monkeypatch.setattr(sys, "stdin", standard_input)
        monkeypatch.setattr(os, "_exit", leave)
        with pytest.raises(LeftError):
            worker.serve(fake_engine.weights, folder, "w0")
        assert ours.recv(10) == b"ready\n"
    assert not folder.exists()


def leave(code: int) -> None:
    """End as the process would, with a clean status."""
    assert code == 0
    raise LeftError
