import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("sekisho", deadline=None)
settings.load_profile("sekisho")
"""A slow machine is not a wrong answer; bounds on time are in the benchmarks."""


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins at the repository's root, wherever the one before it has gone (`sekisho -C` stays there)."""
    monkeypatch.chdir(Path(__file__).parents[1])


@pytest.fixture(autouse=True)
def _outside_of_a_workflow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where these tests are themselves a step of a workflow, none of them speaks to its runner."""
    for name in [name for name in os.environ if name.startswith("GITHUB_")]:
        monkeypatch.delenv(name)
