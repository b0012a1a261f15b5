"""Say what a change is and what it needs: the differing files of two revisions, read from git, and nothing else.

The change matrix is read from the base revision, so that a change cannot choose its own tests. Who names whom comes
from cached facts; only files that differ are parsed.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from sekisho.adapters.facts_cache import FactsCache
from sekisho.adapters.git import SUBMODULE, ChangedFile, Entry, Repository
from sekisho.adapters.processes import uncollected
from sekisho.change.affected import affected
from sekisho.change.change_set import change_set
from sekisho.change.diff import diff
from sekisho.change.pairs import ROOT, FilePair, Side
from sekisho.change.plan import plan as planned
from sekisho.change.ticket import with_ticket
from sekisho.commands.cached_facts import cached_facts, open_cache
from sekisho.commands.source import WORKING_TREE, open_repository, registry_entries
from sekisho.errors import UsageError
from sekisho.model.base import Json
from sekisho.model.change import TestPlan
from sekisho.model.facts import FileFacts
from sekisho.model.kinds.policy import ChangeMatrix
from sekisho.model.ref import Kind
from sekisho.registry.parse import decode, parse_yaml

POLICIES = ROOT + "policies"
AMBIGUOUS = ("yaml/", "file/too-large")
"""Findings of these rules say that the data may not be what its author meant."""
WITHHOLDING = "file/secret"
LARGEST = (8 << 20) + 1
"""Bytes read of a file: more than any file may have."""

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
    end = repository.resolve(head) if head is not None else None
    changed = repository.changed(start, end, ".")
    cache = open_cache()
    known = _facts(repository, changed, cache)
    sides = _sides(repository, known)
    changes = change_set(start, end or WORKING_TREE, diff(_pair(file, sides) for file in changed))
    if not changes.types:
        return planned(changes, (), None, ())
    facts = cached_facts(repository, registry_entries(repository, end), cache).facts
    touched = affected(changes, (*facts, *known))
    return planned(with_ticket(changes, touched, facts), touched, _matrix(repository, start), facts)


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


def _matrix(repository: Repository, revision: str) -> ChangeMatrix | None:
    """Return the change matrix of the base revision, or None where it has none that can be read."""
    entries = repository.entries(revision, POLICIES)
    contents = repository.read_many([entry.blob for entry in entries if entry.mode != SUBMODULE], LARGEST)
    documents = (parse_yaml(POLICIES, content) for content in contents)
    found = [document.data for document, findings in documents if document is not None and not findings]
    matrix = next((data for data in found if isinstance(data, dict) and data.get("type") == "change-matrix"), None)
    try:
        return None if matrix is None else ChangeMatrix.model_validate(matrix)
    except ValidationError:
        return None
