import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.commands.validate import validate
from sekisho.model.rule import RULES
from sekisho.report.findings import text

EXAMPLES = Path(__file__).parents[2] / "examples" / "registries"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.name != "_base")
TODAY = date(2026, 11, 16)
_RULE = re.compile(r" \[([a-z]+/[a-z-]+)\]( \(warning\))?$", re.MULTILINE)


def found(name: str) -> set[str]:
    """The rules an example's expected findings name."""
    return {match[0] for match in _RULE.findall((EXAMPLES / name / "findings.txt").read_text())}


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_registry_gets_exactly_these_findings(name: str, build: Callable[[Sequence[Any]], Path]) -> None:
    """Each example changes the valid registry a little; all findings are printed, sorted, and no others."""
    change = yaml.safe_load((EXAMPLES / name / "change.yaml").read_text())
    root = build(change["edits"])
    assert text(validate(root, today=TODAY)) == (EXAMPLES / name / "findings.txt").read_text()


def test_every_rule_has_an_example() -> None:
    """A rule without an example of what it finds could be broken without notice."""
    assert set(RULES) - {rule for name in NAMES for rule in found(name)} == set()


def test_every_finding_names_a_rule_of_the_catalogue() -> None:
    """Reports explain rules by the catalogue, so no rule is missing there."""
    assert {rule for name in NAMES for rule in found(name)} - set(RULES) == set()
