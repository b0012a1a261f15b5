"""Files no dialogue depends on."""

import pytest

from sekisho.change.outside import for_readers, note


@pytest.mark.parametrize("path", ["CODEOWNERS", ".github/workflows/x.yaml", "pyproject.toml", "scripts/sekisho/x.py"])
def test_the_gates_own_files_are_said(path: str) -> None:
    """What decides how the gate works is neutral and named."""
    assert note(path).startswith("outside the registry: no behaviour change; ")


def test_other_files() -> None:
    """Any other file is just outside."""
    assert note("docs/x.md") == "outside the registry: no behaviour change"


def test_names_that_are_no_artifacts() -> None:
    """Notes for readers may stand anywhere in the registry."""
    assert for_readers("registry/prompts/README.md")
    assert not for_readers("registry/prompts/readme.prompt.yml")
