"""Whether settings make the gate the only way in."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sekisho.gate.audit import audit
from sekisho.model.audit import (
    AuditItem,
    AuditState,
    BranchRules,
    Heartbeat,
    RepositorySettings,
    RequiredCheck,
    ReviewRule,
    TagRules,
)
from sekisho.model.kinds.policy import Quarantine

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
REVIEWS = ReviewRule(approvals=1, code_owners=True, dismiss_stale=True, last_push=True)
BRANCH: dict[str, Any] = {
    "checks": (RequiredCheck(name="release-gate", app=15368),),
    "reviews": (REVIEWS,),
    "no_force_push": True,
    "no_deletion": True,
    "complete": True,
    "bypass": (),
}
GUARDED: dict[str, Any] = {
    "repository": "octo-org/octo-repo",
    "default_branch": "main",
    "actions_app": 15368,
    "branch": BranchRules(**BRANCH),
    "tags": TagRules(no_deletion=True, no_update=True),
    "codeowners_errors": (),
    "actions_allowed": "selected",
    "actions_pinned": True,
    "token_writes": False,
    "token_approves": False,
    "canary": datetime(2026, 11, 20, 1, tzinfo=UTC),
    "canary_readable": True,
}
DAY = Heartbeat(hours=24, now=NOW)


def _audit(quarantines: tuple[Quarantine, ...] | None = (), **changed: Any) -> dict[str, AuditItem]:
    settings = RepositorySettings(**{**GUARDED, **changed})
    return {item.id: item for item in audit(settings, quarantines, NOW.date(), DAY).items}


def _branch(**changed: Any) -> BranchRules:
    return BranchRules(**{**BRANCH, **changed})


def _quarantine(until: date) -> Quarantine:
    return Quarantine(case="ja-book", until=until, reason="a known defect", owner="@sekisho/quality")


def test_a_guarded_repository_is_fine() -> None:
    """Every setting is looked at and none is a finding."""
    items = _audit()
    assert {item.state for item in items.values()} == {AuditState.OK}
    assert len(items) == 19


@pytest.mark.parametrize(
    ("id_", "changed", "found"),
    [
        ("required-check", {"branch": _branch(checks=())}, "no required check"),
        ("required-check", {"branch": _branch(checks=(RequiredCheck(name="tests"),))}, "tests"),
        (
            "required-check-app",
            {"branch": _branch(checks=(RequiredCheck(name="release-gate"),))},
            "another application",
        ),
        (
            "required-check-app",
            {"branch": _branch(checks=(RequiredCheck(name="release-gate", app=-1),))},
            "another app",
        ),
        ("required-check-app", {"branch": _branch(checks=(RequiredCheck(name="release-gate", app=7),))}, "another app"),
        ("approvals", {"branch": _branch(reviews=())}, "0 approvals"),
        ("code-owners", {"branch": _branch(reviews=(REVIEWS.model_copy(update={"code_owners": False}),))}, "not asked"),
        (
            "stale-approvals",
            {"branch": _branch(reviews=(REVIEWS.model_copy(update={"dismiss_stale": False}),))},
            "not asked",
        ),
        ("last-push", {"branch": _branch(reviews=(REVIEWS.model_copy(update={"last_push": False}),))}, "not asked"),
        ("force-push", {"branch": _branch(no_force_push=False)}, "not asked"),
        ("deletion", {"branch": _branch(no_deletion=False)}, "not asked"),
        ("bypass", {"branch": _branch(bypass=("RepositoryRole 5", "Team 3"))}, "RepositoryRole 5, Team 3"),
        ("tag-deletion", {"tags": TagRules(no_update=True)}, "no rule"),
        ("tag-update", {"tags": TagRules(no_deletion=True)}, "no rule"),
        ("tag-bypass", {"tags": TagRules(no_deletion=True, no_update=True, bypass=("User 1",))}, "User 1"),
        ("codeowners", {"codeowners_errors": ("CODEOWNERS:1:1: Unknown owner",)}, "CODEOWNERS:1:1: Unknown owner"),
        ("codeowners", {"codeowners_errors": ("x",) * 9}, "x; x; x; x; x ..."),
        ("actions-allowed", {"actions_allowed": "all"}, "every action"),
        ("actions-pinned", {"actions_pinned": False}, "tags may be used"),
        ("token-default", {"token_writes": True}, "may write"),
        ("token-approves", {"token_approves": True}, "may approve"),
        ("canary-heartbeat", {"canary": None}, "no good run"),
        ("canary-heartbeat", {"canary": datetime(2026, 11, 19, 11, tzinfo=UTC)}, "2026-11-19 11:00 UTC"),
    ],
)
def test_a_gap_is_a_finding(id_: str, changed: dict[str, Any], found: str) -> None:
    """Exactly the setting that is open is found, with what is there."""
    items = _audit(**changed)
    assert items[id_].state is AuditState.FINDING
    assert found in items[id_].found
    assert items[id_].expected


@pytest.mark.parametrize(
    ("id_", "changed"),
    [
        ("bypass", {"branch": _branch(bypass=None)}),
        ("tag-deletion", {"tags": None}),
        ("tag-bypass", {"tags": TagRules(no_deletion=True, bypass=None)}),
        ("codeowners", {"codeowners_errors": None}),
        ("actions-allowed", {"actions_allowed": None}),
        ("actions-pinned", {"actions_pinned": None}),
        ("token-default", {"token_writes": None}),
        ("token-approves", {"token_approves": None}),
        ("canary-heartbeat", {"canary_readable": False}),
        ("required-check", {"branch": None}),
        ("force-push", {"branch": _branch(no_force_push=False, complete=False)}),
    ],
)
def test_what_could_not_be_read_is_not_fine(id_: str, changed: dict[str, Any]) -> None:
    """It is neither a finding nor in order, and says so."""
    item = _audit(**changed)[id_]
    assert item.state is AuditState.NOT_READABLE
    assert "may not read" in item.found


def test_a_rule_that_is_seen_holds_whatever_is_not_seen() -> None:
    """Rules only add up: another source cannot take one away."""
    assert _audit(branch=_branch(complete=False))["force-push"].state is AuditState.OK


def test_on_another_server_some_application_is_named() -> None:
    """Its number of GitHub Actions is not known; none at all is still a finding."""
    other = _branch(checks=(RequiredCheck(name="release-gate", app=7),))
    assert _audit(branch=other, actions_app=None)["required-check-app"].state is AuditState.OK
    for app in (None, -1):
        anybody = _branch(checks=(RequiredCheck(name="release-gate", app=app),))
        assert _audit(branch=anybody, actions_app=None)["required-check-app"].state is AuditState.FINDING


def test_quarantines_that_are_over() -> None:
    """The last day still counts; a registry that is not there is not in order."""
    assert _audit((_quarantine(date(2026, 11, 20)),))["quarantine"].state is AuditState.OK
    over = _audit((_quarantine(date(2026, 11, 19)),))["quarantine"]
    assert over.state is AuditState.FINDING
    assert over.found == "ja-book (until 2026-11-19, @sekisho/quality)"
    assert _audit(None)["quarantine"].state is AuditState.NOT_READABLE


def test_the_heartbeat_is_asked_for_only_where_a_canary_is_meant_to_run() -> None:
    """Without a bound on its age there is no item."""
    items = audit(RepositorySettings(**GUARDED), (), NOW).items
    assert "canary-heartbeat" not in {item.id for item in items}
