"""A ticket is complete when a person has filled it, its way back exists, and a test that is a must is planned.

`environment_flag` goes back to a release that git has; before the first release a sentence must do. `revert_commit`
names its commit, or says that it is the one of this change, which has no id while the ticket is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sekisho.change.tickets.edits import finding, said
from sekisho.model.change import ChangeType
from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding
from sekisho.model.ticketing import GitFacts, ReleaseTag

UNFILLED = "FILL IN"
"""Texts that begin so wait for a person."""
THIS_CHANGE = "the commit of this change"
RELEASE = "release/"
NEWEST = 3


def completeness(file: FileFacts, must_compare: Sequence[ChangeType], git: GitFacts) -> Iterator[Finding]:
    """Yield what a ticket still lacks; `must_compare` are its change's types that the policy wants an A/B test for."""
    ticket = said(file)
    if not ticket:
        return
    for key, text in _texts(ticket, ""):
        if text.startswith(UNFILLED):
            yield finding(file, "unfilled", key, "a person must say this", (text, None))
    yield from _rollback(file, ticket["rollback"], git)
    if must_compare and not ticket["experiment"]["required"]:
        wanted = f"required: true, because the experiment policy asks for it when {_and(must_compare)} changes"
        yield finding(file, "experiment", "experiment.required", "an A/B test is a must", ("false", wanted))


def _texts(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    parts = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for part, below in parts:
        yield from _texts(below, f"{key}.{part}" if key else str(part))


def _rollback(file: FileFacts, rollback: Mapping[str, str], git: GitFacts) -> Iterator[Finding]:
    target = rollback["target"]
    if target.startswith(UNFILLED):
        return
    if rollback["method"] == "revert_commit":
        if target != THIS_CHANGE and target not in git.commits:
            expected = f"the id of a commit that git has, or `{THIS_CHANGE}`"
            yield _target(file, "the commit to revert cannot be named", target, expected)
        return
    if not git.releases and not target.startswith(RELEASE):
        return
    release = next((tag for tag in git.releases if tag.name == target), None)
    if release is None:
        yield _target(file, "the release to go back to does not exist", target, _newest(git.releases))
    elif not release.signed and any(tag.signed for tag in git.releases):
        yield _target(file, "the release to go back to is not signed, and others are", target, "a signed release")


def _target(file: FileFacts, message: str, found: str, expected: str) -> Finding:
    return finding(file, "rollback", "rollback.target", message, (found, expected))


def _newest(releases: Sequence[ReleaseTag]) -> str:
    if not releases:
        return "a sentence: git has no release yet"
    return "a release such as " + ", ".join(tag.name for tag in releases[:NEWEST])


def _and(types: Sequence[ChangeType]) -> str:
    return " and ".join(types)
