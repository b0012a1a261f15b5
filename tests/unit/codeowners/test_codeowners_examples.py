import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from codeowners import CodeOwners as Peer

from sekisho.codeowners.parse import parse

EXAMPLES = Path(__file__).parents[2] / "examples" / "codeowners"


def _read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines()]


VECTORS = _read("patterns.jsonl") + _read("lines.jsonl")
PEER_IS_WRONG = _read("peer-is-wrong.jsonl")


def _owners(file: str, path: str) -> list[str] | None:
    line = parse(file).line_of(path)
    return None if line is None else list(line.owners)


def _peer_owners(file: str, path: str) -> list[str] | None:
    owners, line, _, _ = Peer(file).matching_line(path)
    return None if line is None else [name for _, name in owners]


@pytest.mark.parametrize("rule", sorted({vector["rule"] for vector in VECTORS}))
def test_a_documented_rule_holds_for_its_vectors(rule: str) -> None:
    """Every (file, path, owners) of tests/examples/codeowners, by the rule it comes from; no line at all is null."""
    of_rule = [vector for vector in VECTORS if vector["rule"] == rule]
    found = [(one["file"], one["path"], _owners(one["file"], one["path"])) for one in of_rule]
    assert found == [(one["file"], one["path"], one["owners"]) for one in of_rule]


def test_there_are_enough_vectors() -> None:
    """At least 300, none twice, none of a rule without a path that matches or without one that does not."""
    assert len({(one["file"], one["path"]) for one in VECTORS}) == len(VECTORS) >= 300
    assert Counter(one["owners"] is None for one in VECTORS)[True] >= 100


def test_the_peer_gives_the_same_answers_except_where_it_is_known_to_be_wrong() -> None:
    """PyPI `codeowners` differs exactly in the listed cases; each is listed with what it answers and why."""
    differs = [
        {"file": one["file"], "path": one["path"], "owners": one["owners"], "peer": answer}
        for one in VECTORS
        if (answer := _peer_owners(one["file"], one["path"])) != one["owners"]
    ]
    listed = [{key: one[key] for key in ("file", "path", "owners", "peer")} for one in PEER_IS_WRONG]
    assert differs == listed
    assert all(one["why"] for one in PEER_IS_WRONG)
