"""`sekisho decide`: from a pull request's evidence and its two commits to Go, No-Go or waiting.

CODEOWNERS and policies are read from the base commit, and what the change is from both commits: nothing that decides is
taken from the branch, nothing is checked out, and nothing of the branch is run.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.files import write_atomic
from sekisho.adapters.git import Repository, open_repository
from sekisho.adapters.handed_over import read
from sekisho.codeowners.table import Codeowners
from sekisho.commands.decide_parts import PARTS, DecideParts, from_github
from sekisho.commands.owners import EVERYTHING, owners_file
from sekisho.commands.plan import plan
from sekisho.commands.source import load_kinds
from sekisho.errors import SourceError, UsageError
from sekisho.gate.approvals import owners_to_ask
from sekisho.gate.decision import decide
from sekisho.model.base import Frozen, Language
from sekisho.model.decision import Decision
from sekisho.model.kinds.policy import ApprovalPolicy, GatePolicy
from sekisho.model.pull import PullChange, PullEvidence, PullFile, PullRequest
from sekisho.model.ref import Kind
from sekisho.model.verdict import GateReport
from sekisho.serialize import pretty_json


class DecideOptions(Frozen):
    """Where the evidence and the report come from, and where the decision goes: one of `event` and `evidence`."""

    event: Path | None = None
    evidence: Path | None = None
    report: Path | None = None
    out: Path | None = None


class DecideOutcome(NamedTuple):
    """The decision, and the language in which the base's policy wants reports."""

    decision: Decision
    language: Language


class Base(NamedTuple):
    """What the base commit says about who decides."""

    owners: Codeowners
    approvals: ApprovalPolicy | None
    language: Language


def decide_pull(root: Path, options: DecideOptions, parts: DecideParts | None = None) -> DecideOutcome:
    """Decide about the pull request of the evidence, and write decision.json where `options.out` says.

    Raises UsageError unless exactly one of event and evidence is given, SourceError when a file is not what it should
    be or a commit is not here, RegistryInvalidError when the base's own policies cannot be read.
    """
    repository, take = open_repository(root), parts or PARTS
    evidence, report = _evidence(repository, options)
    pull = evidence.pull
    base = _base(repository, pull)
    change = _change(repository, pull)
    standing = take.standing(root, change.base, pull.head)
    checklist = take.checklist(root, report, change.base, pull.head)
    seen = evidence.model_copy(update={"change": change})
    decision = decide(report, seen, base.owners, base.approvals, standing, checklist)
    if options.out is not None:
        write_atomic(options.out, pretty_json(decision).encode("utf-8"))
    return DecideOutcome(decision, base.language)


def _evidence(repository: Repository, options: DecideOptions) -> tuple[PullEvidence, GateReport | None]:
    if options.event is not None and options.evidence is None:
        return from_github(options.event, options.report, lambda pull: _to_ask(repository, pull))
    if options.evidence is None or options.event is not None:
        raise UsageError("a decision needs --event or --evidence, one of them")
    report = None if options.report is None else read(options.report, GateReport)
    return read(options.evidence, PullEvidence), report


def _to_ask(repository: Repository, pull: PullRequest) -> tuple[str, ...]:
    base = _base(repository, pull)
    return owners_to_ask(_change(repository, pull), base.owners, base.approvals)


def _base(repository: Repository, pull: PullRequest) -> Base:
    commit = _present(repository, pull, pull.base)
    policies: Mapping[str, object] = load_kinds(repository.root, commit, {Kind.POLICY}).checked().registry.policies
    approvals = [policy for policy in policies.values() if isinstance(policy, ApprovalPolicy)]
    gates = [policy for policy in policies.values() if isinstance(policy, GatePolicy)]
    return Base(
        owners=owners_file(repository, commit).owners,
        approvals=approvals[0] if approvals else None,
        language=gates[0].language if gates else Language.EN,
    )


def _present(repository: Repository, pull: PullRequest, commit: str) -> str:
    """Return the commit itself. A name that is none could mean anything in this repository."""
    try:
        found = repository.resolve(commit)
    except SourceError as error:
        fetch = f"git fetch origin {pull.base_ref} pull/{pull.number}/head"
        raise SourceError(f"commit {commit[:12]} of the pull request is not in this repository", hint=fetch) from error
    if found != commit:
        raise SourceError(f"{commit!r} is no commit id, and only those say for certain what is decided about")
    return found


def _change(repository: Repository, pull: PullRequest) -> PullChange:
    start = repository.fork_point(_present(repository, pull, pull.base), _present(repository, pull, pull.head))
    files = repository.changed(start, pull.head, EVERYTHING)
    return PullChange(
        base=start,
        files=tuple(
            PullFile(path=file.path, old_path=file.old_path if file.old_path != file.path else None) for file in files
        ),
        types=plan(repository.root, start, pull.head).change_set.types,
    )
