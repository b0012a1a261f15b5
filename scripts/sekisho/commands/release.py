"""`sekisho release plan|tag`: from a commit of the default branch to a signed tag.

A release rests on a verdict about everything users will meet differently: the gate's base must hold the same behaviour
as the release before.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from sekisho.adapters import git_tags
from sekisho.adapters.git import Repository
from sekisho.adapters.handed_over import bounded, parsed
from sekisho.commands.release_contents import ROOT, files_of, revisions
from sekisho.commands.source import load, open_repository
from sekisho.errors import RefusedError, SourceError, UsageError
from sekisho.model.base import Bool, Frozen
from sekisho.model.release import Manifest, ReleasePlan, ReleaseVerdict
from sekisho.model.verdict import GateReport
from sekisho.release.manifest import changed, message
from sekisho.release.names import PREFIX, in_order, next_name
from sekisho.release.verdict import refusal


class TagOptions(Frozen):
    """What to release and who signs. `key` is a file, `key_text` the key itself; neither: git's own signing key."""

    commit: str = "HEAD"
    report: Path | None = None
    first: Bool = False
    key: str | None = None
    key_text: str | None = None
    push: str | None = None


def plan_release(root: Path, commit: str, now: datetime) -> ReleasePlan:
    """Say whether `commit` needs a release, and from where a gate must measure it. Raises SourceError."""
    repository = open_repository(root)
    head = repository.resolve(commit)
    if repository.is_shallow():
        message = "a shallow clone does not tell which releases this commit contains"
        raise SourceError(message, hint="git fetch --unshallow --tags")
    name = next_name(git_tags.tags(root, PREFIX + "*"), now.astimezone(UTC).date())
    releases = in_order(git_tags.tags(root, PREFIX + "*", head))
    if not releases:
        return ReleasePlan(
            needed=True,
            reason="there is no release yet",
            name=name,
            commit=head,
            changed=changed({}, revisions(repository, head)),
        )
    previous = releases[-1]
    differing = changed(revisions(repository, previous), revisions(repository, head))
    if not differing:
        reason = f"users meet what {previous} holds"
        return ReleasePlan(needed=False, reason=reason, name=name, commit=head, previous=previous)
    from sekisho.commands.plan import plan

    base = _base(repository, previous, head)
    return ReleasePlan(
        needed=True,
        reason=f"other than {previous}: {', '.join(differing)}",
        name=name,
        commit=head,
        previous=previous,
        base=base,
        changed=differing,
        types=plan(root, base, head).change_set.types,
        tickets=_tickets(repository, previous, head),
    )


def _base(repository: Repository, previous: str, head: str) -> str:
    """Return the newest commit from `previous` to `head`, along first parents, that still behaves like `previous`."""
    start = revisions(repository, previous)
    steps = (commit for commit in repository.first_parents(previous, head) if revisions(repository, commit) == start)
    return next(steps, repository.resolve(previous))


def _tickets(repository: Repository, previous: str, head: str) -> tuple[str, ...]:
    files = repository.changed(previous, head, ROOT + "changes")
    return tuple(Path(file.path).stem for file in files if file.new_blob is not None)


def tag_release(root: Path, options: TagOptions, now: datetime) -> Manifest:
    """Make the signed tag and push it where asked; a tag the remote does not take is removed again.

    Raises RefusedError when nothing is to be released or the report does not speak for it, UsageError without a report,
    RegistryInvalidError, SourceError.
    """
    planned = plan_release(root, options.commit, now)
    if not planned.needed:
        raise RefusedError(f"nothing to release: {planned.reason}")
    load(root, planned.commit).checked()
    verdict = _verdict(root, planned, options)
    manifest = _manifest(open_repository(root), planned, verdict, now)
    with git_tags.key_file(options.key_text) as secret:
        git_tags.create_signed_tag(root, planned.name, planned.commit, message(manifest), secret or options.key)
    if options.push is not None:
        try:
            git_tags.push_tag(root, options.push, planned.name)
        except BaseException:
            git_tags.delete_tag(root, planned.name)
            raise
    return manifest


def _verdict(root: Path, planned: ReleasePlan, options: TagOptions) -> ReleaseVerdict | None:
    """Return the verdict the release rests on.

    Raises UsageError for none, RefusedError for one that says no or is about something else.
    """
    if not planned.previous:
        if options.first:
            return None
        raise UsageError("there is no release to compare with", hint="--first makes the first one without a verdict")
    gate = f"sekisho gate --base {planned.base} --head {planned.commit}"
    if options.report is None:
        raise UsageError(f"{planned.name} needs a verdict", hint=f"{gate}, then --report .sekisho/gate/report.json")
    data = bounded(options.report)
    report = parsed(data, GateReport, options.report)
    if why := refusal(report, planned.commit):
        raise RefusedError(f"{options.report} does not speak for {planned.name}: {why}", hint=gate)
    base = report.plan.change_set.base if report.plan else ""
    repository = open_repository(root)
    if changed(revisions(repository, base), revisions(repository, planned.previous)):
        raise RefusedError(f"the report does not start from what {planned.previous} holds", hint=gate)
    return ReleaseVerdict(report_sha256=hashlib.sha256(data).hexdigest(), base=base)


def _manifest(repository: Repository, planned: ReleasePlan, verdict: ReleaseVerdict | None, now: datetime) -> Manifest:
    return Manifest(
        name=planned.name,
        previous=planned.previous,
        commit=planned.commit,
        created=now.replace(microsecond=0),
        revisions=revisions(repository, planned.commit),
        files={path: hashlib.sha256(content).hexdigest() for path, content in files_of(repository, planned.commit)},
        tickets=planned.tickets,
        verdict=verdict,
    )
