"""Whether a repository's settings make the gate the only way in. What could not be read is never fine."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sekisho.model.audit import (
    AuditItem,
    AuditReport,
    AuditState,
    BranchRules,
    Heartbeat,
    RepositorySettings,
    RequiredCheck,
)
from sekisho.model.kinds.policy import Quarantine

GATE_CHECK = "release-gate"
SHOWN = 5


def audit(
    settings: RepositorySettings,
    quarantines: Iterable[Quarantine] | None,
    today: date,
    heartbeat: Heartbeat | None = None,
) -> AuditReport:
    """Return what was found. `quarantines` are the gate policy's, None where there is none to read.

    The canary's heartbeat is only asked for with `heartbeat`.
    """
    items = [
        *_branch(settings.branch or BranchRules(), settings.actions_app),
        *_tags(settings),
        _codeowners(settings),
        *_actions(settings),
        _quarantine(quarantines, today),
    ]
    if heartbeat is not None:
        items.append(_heartbeat(settings, heartbeat))
    return AuditReport(repository=settings.repository, branch=settings.default_branch, items=tuple(items))


def _branch(rules: BranchRules, actions_app: int | None) -> Iterator[AuditItem]:
    checks = [check for check in rules.checks if check.name == GATE_CHECK]
    names = ", ".join(check.name for check in rules.checks) or "no required check"
    yield _rule("required-check", bool(checks), rules, names, f"{GATE_CHECK} must pass")
    if checks:
        pinned = any(_is_pinned(check, actions_app) for check in checks)
        found = "another application may report it"
        yield _rule("required-check-app", pinned, rules, found, "only GitHub Actions may report it")
    reviews = rules.reviews
    approvals = max((rule.approvals for rule in reviews), default=0)
    yield _rule("approvals", approvals >= 1, rules, f"{approvals} approvals", "at least one approval")
    for id_, holds, expected in (
        ("code-owners", any(rule.code_owners for rule in reviews), "code owners must approve"),
        ("stale-approvals", any(rule.dismiss_stale for rule in reviews), "a push dismisses older approvals"),
        ("last-push", any(rule.last_push for rule in reviews), "somebody other than who pushed last approves"),
        ("force-push", rules.no_force_push, "nobody rewrites the branch"),
        ("deletion", rules.no_deletion, "nobody deletes the branch"),
    ):
        yield _rule(id_, holds, rules, "it is not asked", expected)
    yield _bypass("bypass", rules.bypass)


def _is_pinned(check: RequiredCheck, actions_app: int | None) -> bool:
    """Where the number of GitHub Actions is not known, that one application is named is all that can be asked."""
    if actions_app is None:
        return check.app is not None and check.app > 0
    return check.app == actions_app


def _rule(id_: str, holds: bool, rules: BranchRules, found: str, expected: str) -> AuditItem:
    """A rule that is there holds whatever else could not be read; one that is not seen may lie where we cannot look."""
    what = "default branch"
    if holds:
        return AuditItem(id=id_, state=AuditState.OK, what=what, expected=expected)
    if not rules.complete:
        return _unread(id_, what, expected)
    return AuditItem(id=id_, state=AuditState.FINDING, what=what, found=found, expected=expected)


def _bypass(id_: str, actors: tuple[str, ...] | None) -> AuditItem:
    what = "release tags" if id_ == "tag-bypass" else "default branch"
    return _judged(id_, what, None if actors is None else not actors, ", ".join(actors or ()), "nobody may bypass them")


def _tags(settings: RepositorySettings) -> Iterator[AuditItem]:
    tags, what = settings.tags, "tags release/*"
    for id_, holds, expected in (
        ("tag-deletion", None if tags is None else tags.no_deletion, "nobody deletes a release's tag"),
        ("tag-update", None if tags is None else tags.no_update, "nobody moves a release's tag"),
    ):
        yield _judged(id_, what, holds, "no rule says so", expected)
    if tags is not None and (tags.no_deletion or tags.no_update):
        yield _bypass("tag-bypass", tags.bypass)


def _codeowners(settings: RepositorySettings) -> AuditItem:
    errors = settings.codeowners_errors
    found = "; ".join((errors or ())[:SHOWN]) + (" ..." if errors and len(errors) > SHOWN else "")
    return _judged("codeowners", "CODEOWNERS", None if errors is None else not errors, found, "no errors")


def _actions(settings: RepositorySettings) -> Iterator[AuditItem]:
    allowed = settings.actions_allowed
    restricted = None if allowed is None else allowed != "all"
    yield _judged("actions-allowed", "Actions", restricted, "every action may run", "a list of actions, or local ones")
    for id_, holds, found, expected in (
        ("actions-pinned", settings.actions_pinned, "tags may be used", "actions are pinned to a commit"),
        ("token-default", _not(settings.token_writes), "the token may write", "a job's token reads by default"),
        ("token-approves", _not(settings.token_approves), "workflows may approve", "no workflow approves a change"),
    ):
        yield _judged(id_, "Actions", holds, found, expected)


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _quarantine(quarantines: Iterable[Quarantine] | None, today: date) -> AuditItem:
    over = [one for one in quarantines or () if one.until < today]
    found = ", ".join(f"{one.case} (until {one.until}, {one.owner})" for one in over[:SHOWN])
    what, expected = "quarantine", "no case whose time is over"
    return _judged("quarantine", what, None if quarantines is None else not over, found, expected)


def _heartbeat(settings: RepositorySettings, heartbeat: Heartbeat) -> AuditItem:
    last = settings.canary
    alive = last is not None and heartbeat.now - last <= timedelta(hours=heartbeat.hours)
    found = f"the last good run is of {last:%Y-%m-%d %H:%M} UTC" if last else "no good run"
    expected = f"a good run in the last {heartbeat.hours} h"
    return _judged("canary-heartbeat", "canary.yml", alive if settings.canary_readable else None, found, expected)


def _judged(id_: str, what: str, holds: bool | None, found: str, expected: str) -> AuditItem:
    if holds is None:
        return _unread(id_, what, expected)
    if holds:
        return AuditItem(id=id_, state=AuditState.OK, what=what, expected=expected)
    return AuditItem(id=id_, state=AuditState.FINDING, what=what, found=found, expected=expected)


def _unread(id_: str, what: str, expected: str) -> AuditItem:
    return AuditItem(
        id=id_, state=AuditState.NOT_READABLE, what=what, found="the token may not read it", expected=expected
    )
