"""How a repository is set up on GitHub, and whether that makes the gate the only way in."""

from enum import StrEnum

from sekisho.model.base import Bool, Count, Frozen, Int, Moment, Positive, Text


class RequiredCheck(Frozen):
    """A check that must pass before a merge; `app` is the number of the only application that may report it."""

    name: Text
    app: Int | None = None


class ReviewRule(Frozen):
    """What a merge asks of reviews."""

    approvals: Count
    code_owners: Bool
    dismiss_stale: Bool
    last_push: Bool


class BranchRules(Frozen):
    """What guards the default branch: everything that all sources that could be read ask together.

    `complete` says that all of them could be read: only then is what is absent known to be absent. `bypass` are those
    whom the rules do not hold, None where that cannot be read.
    """

    checks: tuple[RequiredCheck, ...] = ()
    reviews: tuple[ReviewRule, ...] = ()
    no_force_push: Bool = False
    no_deletion: Bool = False
    complete: Bool = False
    bypass: tuple[str, ...] | None = None


class TagRules(Frozen):
    """What guards the tags of releases."""

    no_deletion: Bool = False
    no_update: Bool = False
    bypass: tuple[str, ...] | None = ()


class RepositorySettings(Frozen):
    """What a token could read of a repository's settings; None is what it could not, which is never "fine".

    `actions_app` is the number of GitHub Actions as an application, None on a server where it is not known.
    """

    repository: Text
    default_branch: Text
    actions_app: Int | None = None
    branch: BranchRules | None = None
    tags: TagRules | None = None
    codeowners_errors: tuple[str, ...] | None = None
    actions_allowed: str | None = None
    actions_pinned: Bool | None = None
    token_writes: Bool | None = None
    token_approves: Bool | None = None
    canary: Moment | None = None
    canary_readable: Bool = False


class AuditState(StrEnum):
    """What came of looking at one setting."""

    OK = "ok"
    FINDING = "finding"
    NOT_READABLE = "not_readable"


class AuditItem(Frozen):
    """One setting: what was found and what was expected."""

    id: str
    state: AuditState
    what: str
    found: str = ""
    expected: str = ""


class Heartbeat(Frozen):
    """How old the canary's last good run may be, and the time it is."""

    hours: Positive
    now: Moment


class AuditReport(Frozen):
    """Every setting that was looked at, in one fixed order."""

    format: str = "sekisho-audit/1"
    repository: str
    branch: str
    items: tuple[AuditItem, ...]

    def of(self, state: AuditState) -> tuple[AuditItem, ...]:
        """Return the items in this state."""
        return tuple(item for item in self.items if item.state is state)
