"""What each reviewer last said about a pull request. Comments say nothing; a dismissed review is taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.model.pull import PullEvidence, Review, ReviewState

SAYING = frozenset({ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED, ReviewState.DISMISSED})
"""States that replace what the same person said before."""

BOT = "[bot]"


def folded(login: str) -> str:
    """Return a login as it is compared: GitHub's names differ in no case."""
    return login.casefold()


@dataclass(frozen=True, slots=True)
class Opinions:
    """Who approved the head commit, who an older one, and who wants changes: folded login -> login, oldest first.

    The author's own opinion is in none of them. A request for changes stands until its author says something else,
    whatever commit it was about.
    """

    approving: Mapping[str, str]
    stale: Mapping[str, str]
    objecting: Mapping[str, str]


def opinions(evidence: PullEvidence) -> Opinions:
    """Return the last word of every reviewer but the author."""
    last = _last_words(evidence.reviews, folded(evidence.pull.author))
    head = evidence.pull.head
    approvals = [review for review in last if review.state is ReviewState.APPROVED]
    return Opinions(
        approving=_by_login(review for review in approvals if review.commit == head),
        stale=_by_login(review for review in approvals if review.commit != head),
        objecting=_by_login(review for review in last if review.state is ReviewState.CHANGES_REQUESTED),
    )


def _last_words(reviews: Iterable[Review], author: str) -> list[Review]:
    """Reviews of one moment count in the order in which they are given."""
    last: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda review: review.at):
        login = folded(review.user)
        if review.state in SAYING and login != author:
            last.pop(login, None)
            last[login] = review
    return list(last.values())


def _by_login(reviews: Iterable[Review]) -> dict[str, str]:
    return {folded(review.user): review.user for review in reviews}
