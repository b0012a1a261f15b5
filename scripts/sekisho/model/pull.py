"""A pull request as the decision about it sees it: who wrote it, which commit it is at, who reviewed which commit."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.model.base import Bool, Frozen, Moment, Positive, Text
from sekisho.model.change import ChangeType


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


class PullFile(Frozen):
    """A file the pull request changes; `old_path` is the name it had, where that is another."""

    path: Text
    old_path: Text | None = None


class PullChange(Frozen):
    """What a pull request changes between `base`, the commit where it left its base branch, and its head.

    It is worked out from the two commits by code of the base branch: a report is an artifact of a run that the change
    itself may have written.
    """

    base: Text
    files: tuple[PullFile, ...] = ()
    types: tuple[ChangeType, ...] = ()


class PullEvidence(Frozen):
    """Everything a decision needs from outside the repository, collected at one moment.

    `teams` gives the members of every team that was asked for, as `@organisation/team` -> logins, and who an e-mail
    address belongs to; None where the token may not read them. `gate_conclusion` is how the required check of the head
    commit ended ("" while it has not). `change` is None until somebody has looked at the two commits.
    """

    format: str = "sekisho-evidence/1"
    pull: PullRequest
    reviews: tuple[Review, ...] = ()
    teams: Mapping[str, tuple[str, ...] | None] = {}
    gate_conclusion: str = ""
    change: PullChange | None = None
    collected_at: Moment
