"""The corpus and the measurement, which live beside the benchmark that publishes them."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `tests/benchmarks/pii.py`."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("pii")
