"""Examples of the text profile: one file for a function, one JSON array (argument, ..., result) for a line."""

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "text"


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker that names a file of examples."""
    config.addinivalue_line("markers", "examples(name): run once for each line of tests/examples/text/<name>.jsonl")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a marked test its `example`, a list of arguments and the result."""
    if marker := metafunc.definition.get_closest_marker("examples"):
        lines = (EXAMPLES / f"{marker.args[0]}.jsonl").read_text("utf-8").splitlines()
        metafunc.parametrize("example", [json.loads(line) for line in lines])
