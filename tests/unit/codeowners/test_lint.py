from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.codeowners.lint import lint
from sekisho.codeowners.parse import parse, unknown_owners
from sekisho.codeowners.pattern import Pattern
from sekisho.model.rule import OWNERS_RULES

EXAMPLES = Path(__file__).parents[2] / "examples" / "codeowners" / "lint.yaml"
CASES = {case["name"]: case for case in yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))}
OF_THE_FILE = {"owners/no-file", "owners/not-read", "owners/too-large"}
"""Found before there are lines to look at; tests/commands has them."""


def _found(case: dict[str, Any]) -> list[str]:
    owners = parse(case["file"], case.get("path", "CODEOWNERS"))
    unknown = unknown_owners(owners, case["file"], case["known"]) if "known" in case else ()
    return [str(finding) for finding in lint(owners, case["paths"], unknown)]


@pytest.mark.parametrize("name", CASES)
def test_an_example_has_its_findings(name: str) -> None:
    """Each file of tests/examples/codeowners/lint.yaml with its tracked paths: all its findings, word for word."""
    assert _found(CASES[name]) == CASES[name]["findings"]


def test_every_rule_has_an_example_and_a_description() -> None:
    """The catalogue holds the rules about owners, no more and no less."""
    found = {finding.rsplit("[", 1)[1].rstrip("]") for case in CASES.values() for finding in case["findings"]}
    assert found | OF_THE_FILE == set(OWNERS_RULES)


def test_lines_that_a_later_one_covers_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand times the same line: every path is held against the last one only."""
    asked: list[str] = []
    matches = Pattern.matches

    def counted(pattern: Pattern, path: str) -> bool:
        asked.append(path)
        return matches(pattern, path)

    monkeypatch.setattr(Pattern, "matches", counted)
    owners = parse("* @o/t\n" * 10_000, "CODEOWNERS")
    found = lint(owners, [f"docs/{number}" for number in range(10)])
    assert len(found) == 9_999
    assert len(asked) < 100
