"""One comment a pull request: found by its mark and its author, changed in place, and always the newest run's.

GitHub offers no compare-and-swap for comments, so two runs that write at once are sorted out afterwards: whoever has
written waits until the other's request must have arrived, looks again, and writes again if an older run came last.
Duplicates are removed, all but the newest.
"""

from enum import StrEnum
from typing import NamedTuple

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import Comment, User
from sekisho.errors import AnswerLostError, GitHubError
from sekisho.text.comment_marks import is_marked, order_of

ACTIONS_BOT = "github-actions[bot]"
"""Who a workflow's own token writes as. No person can have a name with brackets."""
ROUNDS = 8
SETTLE_S = 5.0


class Outcome(StrEnum):
    """What became of a comment."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    OUTDATED = "outdated"


class Written(NamedTuple):
    """The comment that stands now."""

    outcome: Outcome
    url: str


class Sticky(NamedTuple):
    """Where the one comment is (`owner/name`, the pull request's number) and who writes it."""

    repository: str
    number: int
    author: str


def identity(client: Client) -> str:
    """Return the login that the token writes as.

    An installation's token may not ask who it is (403). It is then taken for the workflow's own; another app's name is
    learned when it has written.
    """
    try:
        return client.get(User, "user").login
    except GitHubError as error:
        if error.status != 403:
            raise
        return ACTIONS_BOT


def keep_one(client: Client, place: Sticky, body: str, *, settle_s: float = SETTLE_S) -> Written:
    """Make `body`, which begins with its marks, the one comment, unless a newer run's stands there.

    Raises GitHubError when GitHub refuses, or when others write as fast as we look.
    """
    order, outcome = order_of(body), Outcome.UNCHANGED
    for _ in range(ROUNDS):
        standing = newest_first(ours(client, place))
        newest = standing[0] if standing else None
        if newest is not None and (order_of(newest.body) > order or _same(newest.body, body)):
            _remove(client, place, standing[1:])
            if order_of(newest.body) > order:
                outcome = Outcome.OUTDATED
            return Written(outcome, newest.html_url)
        if newest is None:
            created = _create(client, place, body)
            outcome = Outcome.CREATED
            place = place._replace(author=created.user.login if created.user else place.author)
        else:
            outcome = Outcome.UPDATED if outcome is Outcome.UNCHANGED else outcome
            if not _update(client, place, newest, body):
                continue
        client.waiting.sleep(settle_s)
    raise GitHubError(f"the comment of pull request {place.number} is changed as fast as it is written")


def ours(client: Client, place: Sticky) -> list[Comment]:
    """Return the marked comments that `place.author` wrote; one that others wrote is a forgery and left alone."""
    found = client.pages(Comment, f"repos/{place.repository}/issues/{place.number}/comments")
    return [
        comment
        for comment in found
        if is_marked(comment.body)
        and comment.user is not None
        and comment.user.login.lower() == place.author.lower()
        and (comment.user.type == "Bot") is place.author.endswith("[bot]")
    ]


def newest_first(found: list[Comment]) -> list[Comment]:
    """Order comments by the run that wrote them; of one run's, the first that was made stands, for every observer."""
    return sorted(found, key=lambda comment: (order_of(comment.body), -comment.id), reverse=True)


def _create(client: Client, place: Sticky, body: str) -> Comment:
    def find() -> Comment | None:
        return next((comment for comment in ours(client, place) if _same(comment.body, body)), None)

    path = f"repos/{place.repository}/issues/{place.number}/comments"
    return client.create(Comment, path, {"body": body}, find)


def _update(client: Client, place: Sticky, comment: Comment, body: str) -> bool:
    """Change a comment; False when somebody deleted it meanwhile, or when nobody knows whether it was changed."""
    try:
        client.change(Comment, f"repos/{place.repository}/issues/comments/{comment.id}", {"body": body})
    except AnswerLostError:
        return False
    except GitHubError as error:
        if error.status != 404:
            raise
        return False
    return True


def _remove(client: Client, place: Sticky, comments: list[Comment]) -> None:
    for comment in comments:
        client.remove(f"repos/{place.repository}/issues/comments/{comment.id}")


def _same(one: str, other: str) -> bool:
    """GitHub keeps neither the kind of line breaks nor space at the end."""
    return one.replace("\r\n", "\n").rstrip() == other.replace("\r\n", "\n").rstrip()
