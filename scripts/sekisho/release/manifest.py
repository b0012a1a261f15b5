"""The manifest as the message of a tag: one line for people, then JSON for machines. What comes back is not trusted."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from sekisho.model.release import Manifest, ReleaseCheck, Revision
from sekisho.release.names import order
from sekisho.serialize import pretty_json

FOLDERS: Mapping[Revision, str] = {
    Revision.MODEL: "models",
    Revision.PROMPT: "prompts",
    Revision.WORKFLOW: "workflows",
    Revision.TOOL: "tools",
    Revision.CONFIG: "configs",
    Revision.KNOWLEDGE: "knowledge",
}
"""The folder below registry/ whose git id is the revision. These folders, and no others, make a release."""

_SIGNATURE = "-----BEGIN SSH SIGNATURE-----"
SHOWN = 5


def message(manifest: Manifest) -> str:
    """Return the tag's message."""
    tickets = f" ({', '.join(manifest.tickets)})" if manifest.tickets else ""
    return f"{manifest.name}{tickets}\n\n{pretty_json(manifest)}"


def manifest_of(text: str) -> Manifest | None:
    """Return the manifest in a tag's message, signature and all; None where there is none that can be read."""
    _, _, rest = text.partition("\n\n")
    body, _, _ = rest.partition(_SIGNATURE)
    try:
        return Manifest.model_validate_json(body)
    except ValidationError:
        return None


def changed(before: Mapping[Revision, str], after: Mapping[Revision, str]) -> tuple[Revision, ...]:
    """Return the revisions that differ, in the order of `Revision`."""
    return tuple(revision for revision in Revision if before.get(revision, "") != after.get(revision, ""))


def checks(manifest: Manifest, actual: Manifest) -> Iterator[ReleaseCheck]:
    """Hold what a tag's manifest says against what its commit contains (`actual`, made anew from git)."""
    named = manifest.name == actual.name and order(manifest.name) is not None
    yield ReleaseCheck(id="name", holds=named, message=f"the manifest is of {manifest.name}")
    same = manifest.commit == actual.commit
    yield ReleaseCheck(id="commit", holds=same, message=f"the manifest names commit {manifest.commit[:12]}")
    wrong = [str(revision) for revision in changed(manifest.revisions, actual.revisions)]
    says = f"{', '.join(wrong)} differ from the commit's" if wrong else "every revision is the commit's"
    yield ReleaseCheck(id="revisions", holds=not wrong, message=says)
    differing = sorted(
        path
        for path in manifest.files.keys() | actual.files.keys()
        if manifest.files.get(path) != actual.files.get(path)
    )
    more = f" and {len(differing) - SHOWN} more" if len(differing) > SHOWN else ""
    says = f"{', '.join(differing[:SHOWN])}{more} differ" if differing else f"{len(actual.files)} files as digested"
    yield ReleaseCheck(id="files", holds=bool(actual.files) and not differing, message=says)
