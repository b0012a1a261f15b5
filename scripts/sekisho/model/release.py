"""A release: what users meet, frozen under a signed tag whose message is its manifest."""

from collections.abc import Mapping
from enum import StrEnum

from sekisho.model.base import Count, Frozen, Moment, Sha256
from sekisho.model.change import ChangeType


class Revision(StrEnum):
    """A part of a release that has a revision of its own: the git id of its folder."""

    MODEL = "model_id"
    PROMPT = "prompt_revision"
    WORKFLOW = "workflow_revision"
    TOOL = "tool_revision"
    CONFIG = "config_revision"
    KNOWLEDGE = "kb_revision"


class ReleaseVerdict(Frozen):
    """The gate's answer a release rests on: the digest of its report.json, and the commit it was measured against."""

    report_sha256: Sha256
    base: str


class Manifest(Frozen):
    """What a release consists of: the message of its tag.

    `revisions` are git tree ids ("" for a folder the registry does not have), `files` the sha256 of every file users
    meet by its path, `verdict` None for a first release, which has nothing to be compared with.
    """

    format: str = "sekisho-release/1"
    name: str
    previous: str
    commit: str
    created: Moment
    revisions: Mapping[Revision, str]
    files: Mapping[str, Sha256]
    tickets: tuple[str, ...] = ()
    verdict: ReleaseVerdict | None = None


class ReleasePlan(Frozen):
    """Whether a commit needs a release, what it would be called, and what a gate must compare it with.

    `previous` is the newest release the commit contains ("" if none). `base` is the newest commit on the way to it from
    there at which users still met what that release holds: a gate from `base` judges all they will meet differently.
    """

    needed: bool
    reason: str
    name: str
    commit: str
    previous: str = ""
    base: str = ""
    changed: tuple[Revision, ...] = ()
    types: tuple[ChangeType, ...] = ()
    tickets: tuple[str, ...] = ()


class ReleaseLine(Frozen):
    """A release in a list."""

    name: str
    commit: str
    created: Moment
    tickets: tuple[str, ...] = ()
    changed: tuple[Revision, ...] = ()


class ReleaseCheck(Frozen):
    """One thing that must hold of a release."""

    id: str
    holds: bool
    message: str


class ReleaseProof(Frozen):
    """What was verified of a release; all of it must hold."""

    format: str = "sekisho-release-proof/1"
    name: str
    checks: tuple[ReleaseCheck, ...]
    files: Count = 0

    @property
    def holds(self) -> bool:
        """Whether there were checks and every one held."""
        return bool(self.checks) and all(check.holds for check in self.checks)
