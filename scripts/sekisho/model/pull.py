"""A pull request as the decision about it sees it: who wrote it, which commit it is at, who reviewed which commit."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.model.base import Bool, Frozen, Moment, Positive, Text


class ReviewState(StrEnum):
    """What a review says."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"
    PENDING = "pending"


class Review(Frozen):
    """One review; `commit` is the head it was written about."""

    user: Text
    state: ReviewState
    commit: str
    at: Moment


class PullRequest(Frozen):
    """A pull request, identified by what the event says, never by what its branch contains.

    `head` and `base` are commit ids; `head_repository` differs from `repository` for a fork. `title`, `head_ref` and
    `author` are their author's words: shown, never obeyed.
    """

    repository: Text
    number: Positive
    title: str
    author: Text
    head: Text
    base: Text
    head_ref: str
    base_ref: str
    head_repository: str
    url: str = ""
    draft: Bool = False

    @property
    def fork(self) -> bool:
        """Whether the branch lies in another repository."""
        return self.head_repository != self.repository


class PullEvidence(Frozen):
    """Everything a decision needs from outside the repository, collected at one moment.

    `teams` gives the members of every team that was asked for, as `@organisation/team` -> logins; None where the token
    may not read them. `gate_conclusion` is how the required check of the head commit ended ("" while it has not).
    """

    format: str = "sekisho-evidence/1"
    pull: PullRequest
    reviews: tuple[Review, ...] = ()
    teams: Mapping[str, tuple[str, ...] | None] = {}
    gate_conclusion: str = ""
    collected_at: Moment
