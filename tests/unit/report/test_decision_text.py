import re
from datetime import UTC, datetime
from typing import Any

import pytest

from sekisho.model.base import Language
from sekisho.model.decision import ApprovalState, Decision, DecisionReason, DecisionState, OwnerGroup
from sekisho.model.owners import Ownership
from sekisho.model.pull import PullRequest
from sekisho.model.verdict import VerdictState
from sekisho.report.decision import decision_text
from sekisho.report.decision_words import DECISION_WORDS
from sekisho.report.owners import owners_text

NOW = datetime(2026, 11, 16, tzinfo=UTC)


def _pull(**fields: Any) -> PullRequest:
    known = {
        "repository": "org/desk",
        "number": 7,
        "title": "Shorter questions",
        "author": "alice",
        "head": "a" * 40,
        "base": "b" * 40,
        "head_ref": "topic",
        "base_ref": "main",
        "head_repository": "org/desk",
    }
    return PullRequest.model_validate(known | fields)


def _group(state: ApprovalState, **fields: Any) -> OwnerGroup:
    known = {"owners": ("@org/a",), "because": "CODEOWNERS:2", "state": state, "people": 3}
    return OwnerGroup.model_validate(known | fields)


def _text(decision: Decision, language: Language = Language.EN, width: int = 140) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", decision_text(decision, language, width=width))


def _decision(*groups: OwnerGroup, **fields: Any) -> Decision:
    known: dict[str, Any] = {"state": DecisionState.WAITING, "reasons": (), "groups": groups, "pull": _pull()}
    return Decision(**(known | fields))


def test_who_is_missing_comes_first() -> None:
    """The answer, then who must still approve, an objection before the rest, then everything else."""
    text = _text(
        _decision(
            _group(ApprovalState.APPROVED, owners=("@org/done",), approved_by=("dora",)),
            _group(ApprovalState.MISSING, owners=("@org/late",)),
            _group(ApprovalState.OBJECTED, owners=("@org/no",), objecting=("pat",)),
            reasons=(
                DecisionReason(id="approvals", state=DecisionState.WAITING, message="not said twice"),
                DecisionReason(id="draft", state=DecisionState.WAITING, message="the pull request is a draft"),
                DecisionReason(id="check", state=DecisionState.GO, message="the required check succeeded"),
            ),
        )
    )
    order = ["WAITING", "org/desk #7", "@org/no", "@org/late", "is a draft", "dora for @org/done", "check succeeded"]
    assert sorted(order, key=text.index) == order
    assert "not said twice" not in text


def test_a_stale_approval_is_explained() -> None:
    """It says that it does not count and why, in both languages."""
    decision = _decision(_group(ApprovalState.MISSING, stale=("dora",)))
    assert "dora approved an older commit: what came after it has not been seen" in _text(decision)
    assert "dora の承認は古いコミットに対するものです" in _text(decision, Language.JA)


def test_who_cannot_be_read_and_who_is_too_few() -> None:
    """What token it takes, that an address is no person, and that the author is left out."""
    team = _group(ApprovalState.UNKNOWN, unknown=("@org/a",), people=None)
    address = _group(ApprovalState.UNKNOWN, unknown=("a@b.c",), people=None)
    few = _group(ApprovalState.MISSING, need=2, people=1, approved_by=("dora",))
    text = _text(_decision(team, address, few))
    assert "read:org" in text
    assert "instead of an e-mail address" in text
    assert "1 of 2 approvals missing" in text
    assert "without the author only 1 can give it" in text


def test_the_same_people_are_asked_once() -> None:
    """Two rules that ask the same group for the same thing are one line, with all their paths counted."""
    line = _group(ApprovalState.MISSING, paths=("a", "b", "c", "d"), path_count=9)
    rule = _group(ApprovalState.MISSING, because="policies/approvals: prompt")
    text = _text(_decision(line, rule))
    assert text.count("@org/a") == 1
    assert "asked by CODEOWNERS:2, policies/approvals: prompt" in text
    assert "for a, b, c and 6 more" in text


def test_words_of_others_are_shown_and_not_obeyed() -> None:
    """A title with control characters and markup of the terminal; a fork is named."""
    text = decision_text(_decision(pull=_pull(title="[red]x\x1b[2J\u202ey", head_repository="mallory/desk")))
    assert "[red]x\\u001b[2J\\u202ey" in text
    assert "from the fork mallory/desk" in text
    assert "\x1b[2J" not in text


@pytest.mark.parametrize("state", DecisionState)
@pytest.mark.parametrize("verdict", [None, *VerdictState])
def test_japanese_says_it_and_keeps_the_details(state: DecisionState, verdict: VerdictState | None) -> None:
    """A sentence of the table, and below it what the gate wrote; without a sentence the gate's words alone."""
    reasons = (
        DecisionReason(id="verdict", state=state, message="the details"),
        DecisionReason(id="ownership", state=DecisionState.WAITING, message="no sentence for this"),
    )
    text = _text(_decision(state=state, verdict=verdict, reasons=reasons, pull=None), Language.JA)
    assert "ゲート" in text
    assert ("the details" in text) is (state is not DecisionState.GO)
    assert "所有者: no sentence for this" in text
    assert DECISION_WORDS[f"state.{state.name}"][1] in text


def test_owners_of_nothing_say_why() -> None:
    """No file, no line, and a line that takes the path away are three different answers."""
    found = [
        Ownership(path="a"),
        Ownership(path="b", file="CODEOWNERS"),
        Ownership(path="c", file="CODEOWNERS", line=3, pattern="/c"),
    ]
    text = owners_text(found)
    assert text.count("(nobody)") == 3
    assert "there is no CODEOWNERS file" in text
    assert "no line of CODEOWNERS matches" in text
    assert "CODEOWNERS:3  /c" in text
