"""The commit status of one context: the newest run's, whichever run writes last.

A status cannot be changed or deleted, a newer one stands before it. Which run wrote it is read from its link.
"""

import re
from typing import NamedTuple

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import Status
from sekisho.text.comment_marks import OLDEST, RunOrder

_RUN = re.compile(r"/actions/runs/([0-9]{1,18})(?:/attempts/([0-9]{1,6}))?(?:#([0-9]{1,18}))?$")


class CommitStatus(NamedTuple):
    """What a status says; `state` is error, failure, pending or success."""

    context: str
    state: str
    description: str
    target_url: str


def target(url: str, order: RunOrder) -> str:
    """Return the link of a status to the run at `url`, from which its order can be read again."""
    return f"{url}/attempts/{order.attempt}" + (f"#{order.decided_by}" if order.decided_by else "")


def put_status(client: Client, repository: str, commit: str, status: CommitStatus) -> bool:
    """Make `status` the one that stands, unless a newer run's does; whether it stands now.

    Two that write at once each look afterwards whether a newer one lies beneath, and put that on top again.
    """
    order = _order(status.target_url)
    listed = _listed(client, repository, commit, status.context)
    if listed and _order(listed[0].target_url) > order:
        return False
    if not (listed and _same(listed[0], status)):
        _create(client, repository, commit, status)
        listed = _listed(client, repository, commit, status.context)
    newest = max(listed, key=lambda one: (_order(one.target_url), one.id), default=None)
    if newest is None or _order(newest.target_url) <= order:
        return True
    again = CommitStatus(status.context, newest.state, newest.description or "", newest.target_url or "")
    _create(client, repository, commit, again)
    return False


def _listed(client: Client, repository: str, commit: str, context: str) -> list[Status]:
    """Return the statuses of a context, the last written first."""
    found = client.pages(Status, f"repos/{repository}/commits/{commit}/statuses")
    return sorted((one for one in found if one.context == context), key=lambda one: -one.id)


def _create(client: Client, repository: str, commit: str, status: CommitStatus) -> None:
    def find() -> Status | None:
        listed = _listed(client, repository, commit, status.context)
        return listed[0] if listed and _same(listed[0], status) else None

    client.create(Status, f"repos/{repository}/statuses/{commit}", status._asdict(), find)


def _same(one: Status, other: CommitStatus) -> bool:
    return (one.state, one.description or "", one.target_url or "") == (
        other.state,
        other.description,
        other.target_url,
    )


def _order(url: str | None) -> RunOrder:
    found = _RUN.search(url or "")
    return RunOrder(*(int(number or 0) for number in found.groups())) if found else OLDEST
