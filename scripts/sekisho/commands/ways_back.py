"""Trying out how a change is taken back: the release, the commit, the change itself. Nothing is written."""

from collections.abc import Iterator

from sekisho.adapters.git import Repository
from sekisho.adapters.git_history import commit_of, commit_with_id, reverts
from sekisho.adapters.git_tags import allowed_signers, releases
from sekisho.change.tickets.completeness import THIS_CHANGE
from sekisho.change.tickets.edits import said, speaking
from sekisho.commands.plan import Examined, plan
from sekisho.commands.release_proof import verify_release
from sekisho.commands.source import WORKING_TREE, load
from sekisho.errors import RegistryInvalidError, SourceError
from sekisho.gate.checklist.evidence import Signature, WayBack
from sekisho.model.decision import TicketStanding
from sekisho.model.finding import Severity
from sekisho.model.ticketing import ReleaseTag


def ways_back(repository: Repository, found: Examined, standing: TicketStanding) -> Iterator[WayBack]:
    """Yield the way back of every ticket of a change, tried out; a change that needs none is taken back by itself."""
    files = [file for file in speaking(found.case.edits) if said(file)]
    for file in files:
        rollback = said(file)["rollback"]
        way = WayBack(rollback["method"], rollback["target"], file.path)
        yield _tried(repository, found, _this_change(way) if way.target == THIS_CHANGE else way)
    if not files and found.case.change_set.types and standing.exempt:
        yield _tried(repository, found, WayBack("this_change", THIS_CHANGE))


def _this_change(way: WayBack) -> WayBack:
    return way._replace(method="this_change") if way.method == "revert_commit" else way


def _tried(repository: Repository, found: Examined, way: WayBack) -> WayBack:
    changes = found.case.change_set
    if way.method == "this_change":
        return _composed(repository, way._replace(commit=changes.base))
    if way.method == "environment_flag":
        tag = next((tag for tag in releases(repository) if tag.name == way.target), None)
        if tag is None:
            return way
        head = None if changes.head == WORKING_TREE else changes.head
        types = plan(repository.root, tag.commit, head).change_set.types
        return _composed(repository, _proven(repository, way._replace(commit=tag.commit, types=types), tag))
    commit = commit_with_id(repository, way.target)
    parent = commit_of(repository, f"{commit}^1") if commit else None
    if commit is None or parent is None:
        return way
    head = "HEAD" if changes.head == WORKING_TREE else changes.head
    return _composed(repository, way._replace(commit=parent, clean=reverts(repository, commit, head, "registry")))


def _proven(repository: Repository, way: WayBack, tag: ReleaseTag) -> WayBack:
    """Hold the release against its manifest, and where git knows the allowed signers, against those.

    A runtime refuses a release that does not hold. Where nobody says whose signature counts, a tag that was made by
    hand has nothing it could contradict.
    """
    signers = allowed_signers(repository.root)
    proof = verify_release(repository.root, tag.name, signers)
    broken = [check for check in proof.checks if not check.holds]
    if signers is None:
        broken = [check for check in broken if check.id != "manifest"]
    signature: Signature = "none" if not tag.signed else "unchecked" if signers is None else "allowed"
    return way._replace(signature=signature, broken=tuple(check.message for check in broken))


def _composed(repository: Repository, way: WayBack) -> WayBack:
    """Read the registry one goes back to as a whole, and make a program of it."""
    from sekisho.dialogue.program import compile_program

    try:
        loaded = load(repository.root, way.commit)
    except SourceError:
        return way
    errors = sum(finding.severity is Severity.ERROR for finding in loaded.findings)
    composes = False
    if not errors:
        try:
            compile_program(loaded.registry)
            composes = True
        except RegistryInvalidError:
            composes = False
    return way._replace(files=len(loaded.facts), errors=errors, composes=composes)
