"""Say what a change is and what it needs: the differing files of two revisions, read from git, and nothing else.

The change matrix is read from the base revision, so that a change cannot choose its own tests.
"""

from collections.abc import Iterable
from pathlib import Path

from sekisho.adapters.git import ChangedFile, Entry, Repository
from sekisho.change.affected import affected
from sekisho.change.change_set import change_set
from sekisho.change.diff import diff
from sekisho.change.pairs import ROOT, FilePair, Side
from sekisho.change.plan import plan as planned
from sekisho.commands.source import WORKING_TREE, load_facts, open_repository, read
from sekisho.model.change import TestPlan
from sekisho.model.facts import FileFacts
from sekisho.model.kinds.policy import ChangeMatrix
from sekisho.registry.reading import Reading

Readings = dict[tuple[str, str], Reading]
"""What was read, by path and blob id: one blob can stand under two names."""

AMBIGUOUS = "yaml/"
"""Findings of these rules say that the data may not be what its author meant."""
WITHHOLDING = "file/secret"


def plan(root: Path, base: str | None = None, head: str | None = None) -> TestPlan:
    """Return the test plan of the change from `base` to `head` in the repository `root` is in.

    `base` None: where the change left the default branch; `head` None: the working tree. Raises SourceError when there
    is no repository or revision of that name.
    """
    repository = open_repository(root)
    start = repository.resolve(base) if base is not None else repository.default_base()
    end = repository.resolve(head) if head is not None else None
    changed = repository.changed(start, end, ".")
    readings = _readings(repository, changed)
    changes = change_set(start, end or WORKING_TREE, diff(_pair(file, readings) for file in changed))
    if not changes.types:
        return planned(changes, (), None, ())
    facts = load_facts(root, end)
    touched = affected(changes, (*facts, *_earlier(changed, readings)))
    return planned(changes, touched, _matrix(repository, start), facts)


def _readings(repository: Repository, changed: Iterable[ChangedFile]) -> Readings:
    """Read both sides of every changed file of the registry."""
    sides = {(file.old_path, file.old_blob): file.old_mode for file in changed}
    sides.update({(file.path, file.new_blob): file.new_mode for file in changed})
    entries = [
        Entry(path, blob, mode) for (path, blob), mode in sides.items() if blob is not None and path.startswith(ROOT)
    ]
    return {(reading.facts.path, reading.facts.blob): reading for reading in read(repository, entries)}


def _pair(file: ChangedFile, readings: Readings) -> FilePair:
    return FilePair(_side(file.old_path, file.old_blob, readings), _side(file.path, file.new_blob, readings))


def _side(path: str, blob: str | None, readings: Readings) -> Side | None:
    if blob is None:
        return None
    reading = readings.get((path, blob))
    if reading is None:
        return Side(path, blob)
    facts = reading.facts
    doubts = [finding for finding in facts.findings if reading.data is None or finding.rule.startswith(AMBIGUOUS)]
    problem = doubts[0].message if doubts else None
    secret = any(finding.rule == WITHHOLDING for finding in facts.findings)
    return Side(path, blob, facts.kind, facts.id, reading.data, problem, secret)


def _earlier(changed: Iterable[ChangedFile], readings: Readings) -> list[FileFacts]:
    """The base's facts of changed files: what they named is touched too."""
    found = (readings.get((file.old_path, file.old_blob or "")) for file in changed)
    return [reading.facts for reading in found if reading is not None]


def _matrix(repository: Repository, revision: str) -> ChangeMatrix | None:
    artifacts = (reading.artifact for reading in read(repository, repository.entries(revision, "registry/policies")))
    return next((artifact for artifact in artifacts if isinstance(artifact, ChangeMatrix)), None)
