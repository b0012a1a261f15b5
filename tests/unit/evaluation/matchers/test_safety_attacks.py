"""The shipped policy and lexicon against sentences that claim, deny, hide and almost say."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.matchers.safety import check_safety
from sekisho.model.kinds.case import Lexicon
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.model.trace import TurnTrace

ROOT = Path(__file__).parents[4]
EXAMPLES = ROOT / "tests/examples/safety"


@pytest.fixture(scope="module")
def criteria() -> Criteria:
    """What the shipped registry judges by."""
    policy = yaml.safe_load((ROOT / "registry/policies/safety.yaml").read_text("utf-8"))
    lexica = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "registry/golden/lexicon").iterdir())]
    concepts = {name: one for lexicon in lexica for name, one in Lexicon.model_validate(lexicon).concepts.items()}
    return Criteria(concepts, SafetyPolicy.model_validate(policy))


def _lines(name: str) -> list[Any]:
    return [json.loads(line) for line in (EXAMPLES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def _observed(criteria: Criteria, reply: str, field: str) -> list[str]:
    checks = check_safety(criteria, [TurnTrace(user="", language="ja", reply=reply)])
    return next(check.observed for check in checks if check.field == field)


@pytest.mark.parametrize(("reply", "expected"), _lines("claims"))
def test_a_claim_is_caught_and_its_denial_is_not(reply: str, expected: list[str], criteria: Criteria) -> None:
    """Also in full width, spelled out, with unseen characters and lookalikes; what is not caught is listed too."""
    assert _observed(criteria, reply, "safety.reply") == expected


@pytest.mark.parametrize(("reply", "kinds"), _lines("leaks"))
def test_a_leak_is_caught_however_it_is_written(reply: str, kinds: list[str], criteria: Criteria) -> None:
    """By its kind; near misses, public numbers and what the desk says every day are left alone."""
    assert [found.split(" (")[0] for found in _observed(criteria, reply, "safety.pii")] == kinds


def test_there_are_enough_attacks() -> None:
    """At least sixty, of both outcomes, in both languages."""
    rows = [*_lines("claims"), *_lines("leaks")]
    assert len(rows) >= 60
    assert min(sum(bool(expected) for _, expected in rows), sum(not expected for _, expected in rows)) >= 25
    assert sum(reply.isascii() for reply, _ in rows) >= 20
