"""Say what a change is and what it needs: the differing files of two revisions, read from git, and nothing else.

The change matrix is read from the base revision, so that a change cannot choose its own tests. Who names whom comes
from cached facts; only files that differ are parsed.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.facts_cache import FactsCache
from sekisho.adapters.git import ChangedFile, Entry, Repository
from sekisho.adapters.processes import uncollected
from sekisho.change.affected import affected, existing
from sekisho.change.change_set import change_set
from sekisho.change.diff import diff
from sekisho.change.pairs import ROOT, FilePair, Side
from sekisho.change.plan import plan as planned
from sekisho.change.tickets.agreement import agreement
from sekisho.change.tickets.case import TicketCase, TicketPolicies, note
from sekisho.change.tickets.edits import TicketEdit, edits_of
from sekisho.commands.base_policies import LARGEST, BasePolicies, policies_of
from sekisho.commands.cached_facts import cached_facts, open_cache, registry_facts
from sekisho.commands.source import WORKING_TREE, open_repository
from sekisho.errors import UsageError
from sekisho.model.base import Json
from sekisho.model.change import ChangeSet, TestPlan
from sekisho.model.facts import Facts, FileFacts
from sekisho.model.kinds.policy import ApprovalPolicy, ChangeMatrix, ExperimentPolicy
from sekisho.model.ref import Kind, Ref
from sekisho.registry.parse import decode, parse_yaml

TICKETS = ROOT + "changes"
AMBIGUOUS = ("yaml/", "file/too-large")
"""Findings of these rules say that the data may not be what its author meant."""
WITHHOLDING = "file/secret"

Sides = Mapping[tuple[str, str], Side]
"""By path and blob id: one blob can stand under two names."""


def plan(root: Path, base: str | None = None, head: str | None = None, *, since: str | None = None) -> TestPlan:
    """Return the test plan of the change to `head` (None: the working tree) in the repository `root` is in.

    The change starts as `start_of` says. Raises SourceError when there is no repository or revision of that name, and
    UsageError as `start_of` does.
    """
    repository = open_repository(root)
    with uncollected():
        return _plan(repository, start_of(repository, base, since, head), head)


def start_of(repository: Repository, base: str | None, since: str | None, head: str | None) -> str:
    """Return the commit a change is measured from: `base`, or where `head` left `since` (None: the default branch).

    Raises SourceError for what does not exist, UsageError when both are given.
    """
    if base is not None and since is not None:
        raise UsageError("a change is measured from one revision", hint="leave out --base, or --since")
    return repository.fork_point(since, head) if base is None else repository.resolve(base)


def _plan(repository: Repository, start: str, head: str | None) -> TestPlan:
    found = examine(repository, start, head)
    case = found.case
    changes = case.change_set
    changes = changes.model_copy(update={"findings": (*changes.findings, *agreement(*case))})
    if not changes.types:
        return planned(changes, (), None, ())
    matrix = found.policies.of("change-matrix", ChangeMatrix)
    result = planned(changes, found.affected, matrix, found.facts)
    return result.model_copy(update={"notes": (*result.notes, *note(case, ticket_policies(found.policies)))})


class Examined(NamedTuple):
    """A change as far as git tells: all it touches, the head's facts, the base's policies, and its tickets."""

    affected: tuple[Ref, ...]
    facts: Sequence[Facts]
    policies: BasePolicies
    case: TicketCase


def examine(repository: Repository, start: str, head: str | None) -> Examined:
    """Read the change from the commit `start` to `head` (None: the working tree). Raises SourceError as `plan`."""
    end = repository.resolve(head) if head is not None else None
    changed = repository.changed(start, end, ".")
    cache = open_cache()
    known = _facts(repository, changed, cache)
    sides = _sides(repository, known)
    changes = change_set(start, end or WORKING_TREE, diff(_pair(file, sides) for file in changed))
    edits = _ticket_edits(changed, known)
    if not changes.types:
        return Examined((), (), BasePolicies({}), _ticket_case(repository, changes, (), edits))
    facts = registry_facts(repository, end, cache)
    touched = affected(changes, (*facts, *known))
    case = _ticket_case(repository, changes, existing(touched, facts), edits)
    return Examined(touched, facts, policies_of(repository, start), case)


def ticket_policies(policies: BasePolicies) -> TicketPolicies:
    """Return what the base's policies say of tickets."""
    return TicketPolicies(policies.of("approvals", ApprovalPolicy), policies.of("experiment", ExperimentPolicy))


def _ticket_case(
    repository: Repository, changes: ChangeSet, touched: tuple[Ref, ...], edits: tuple[TicketEdit, ...]
) -> TicketCase:
    asked = edits or changes.types
    paths = [entry.path for entry in repository.entries(changes.base, TICKETS)] if asked else []
    numbers = frozenset(path.rpartition("/")[2].removesuffix(".yaml") for path in paths)
    return TicketCase(changes, touched, edits, numbers)


def _ticket_edits(changed: Sequence[ChangedFile], known: Sequence[FileFacts]) -> tuple[TicketEdit, ...]:
    tickets = {(facts.path, facts.blob): facts for facts in known if facts.kind is Kind.CHANGE}
    pairs = (
        (tickets.get((file.old_path, file.old_blob or "")), tickets.get((file.path, file.new_blob or "")))
        for file in changed
    )
    return tuple(edit for pair in pairs for edit in edits_of(*pair))


def _facts(repository: Repository, changed: Sequence[ChangedFile], cache: FactsCache) -> tuple[FileFacts, ...]:
    """Return the facts of both sides of every changed file of the registry."""
    before = _entries((file.old_path, file.old_blob, file.old_mode) for file in changed)
    after = _entries((file.path, file.new_blob, file.new_mode) for file in changed)
    return (*cached_facts(repository, before, cache).facts, *cached_facts(repository, after, cache).facts)


def _entries(files: Iterable[tuple[str, str | None, str]]) -> list[Entry]:
    return [Entry(path, blob, mode) for path, blob, mode in files if blob is not None and path.startswith(ROOT)]


def _sides(repository: Repository, known: Sequence[FileFacts]) -> Sides:
    """Read the data of changed files; those of no kind have none."""
    artifacts = [facts for facts in known if facts.kind is not None]
    contents = repository.read_many([facts.blob for facts in artifacts], LARGEST)
    found = [_side(facts, _data(facts, content)) for facts, content in zip(artifacts, contents, strict=True)]
    found += [_side(facts, None) for facts in known if facts.kind is None]
    return {(side.path, side.blob): side for side in found}


def _data(facts: FileFacts, content: bytes) -> Json:
    if facts.kind is Kind.RECORDING:
        return decode(facts.path, content, LARGEST)[0]
    document, _ = parse_yaml(facts.path, content)
    return None if document is None else document.data


def _side(facts: FileFacts, data: Json) -> Side:
    doubts = [finding for finding in facts.findings if data is None or finding.rule.startswith(AMBIGUOUS)]
    problem = doubts[0].message if doubts else None
    secret = any(finding.rule == WITHHOLDING for finding in facts.findings)
    return Side(facts.path, facts.blob, facts.kind, facts.id, data, problem, secret)


def _pair(file: ChangedFile, sides: Sides) -> FilePair:
    found = [
        None if blob is None else sides.get((path, blob), Side(path, blob))
        for path, blob in ((file.old_path, file.old_blob), (file.path, file.new_blob))
    ]
    return FilePair(*found)
