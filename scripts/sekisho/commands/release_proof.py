"""`sekisho release verify|bundle|list`: proof of what a release holds. Nothing a tag says is believed unread."""

import hashlib
from pathlib import Path

from sekisho.adapters import git_tags
from sekisho.adapters.bundles import write_bundle
from sekisho.adapters.files import write_atomic
from sekisho.adapters.git import Repository
from sekisho.commands.release_contents import files_of, revisions
from sekisho.commands.source import open_repository
from sekisho.errors import SourceError
from sekisho.model.release import Manifest, ReleaseCheck, ReleaseLine, ReleaseProof
from sekisho.release.manifest import changed, checks, manifest_of
from sekisho.release.names import PREFIX, in_order
from sekisho.serialize import pretty_json

MANIFEST = "manifest.json"


def verify_release(root: Path, name: str, allowed_signers: Path | None) -> ReleaseProof:
    """Hold a release against its signature and its manifest; without `allowed_signers`, against the manifest only.

    Raises SourceError when there is no such tag.
    """
    text = git_tags.tag_message(root, name)
    found = [] if allowed_signers is None else [_signature(root, name, allowed_signers)]
    manifest = manifest_of(text)
    if manifest is None:
        found.append(ReleaseCheck(id="manifest", holds=False, message="the tag's message holds no manifest"))
        return ReleaseProof(name=name, checks=tuple(found))
    actual = _as_committed(open_repository(root), name, manifest)
    return ReleaseProof(name=name, checks=(*found, *checks(manifest, actual)), files=len(actual.files))


def _signature(root: Path, name: str, allowed_signers: Path) -> ReleaseCheck:
    signed = git_tags.signed_by_allowed(root, name, allowed_signers)
    says = "signed by an allowed signer" if signed else f"no signature of a signer in {allowed_signers}"
    return ReleaseCheck(id="signature", holds=signed, message=says)


def _as_committed(repository: Repository, name: str, manifest: Manifest) -> Manifest:
    commit = repository.resolve(f"refs/tags/{name}")
    files = {path: hashlib.sha256(content).hexdigest() for path, content in files_of(repository, commit)}
    known = {"name": name, "commit": commit, "revisions": revisions(repository, commit), "files": files}
    return manifest.model_copy(update=known)


def bundle_release(root: Path, name: str, out: Path) -> tuple[Path, Path]:
    """Write the release's files as one archive and its manifest beside it; the same release gives the same bytes.

    Raises SourceError when the tag holds no manifest, or not what its manifest says.
    """
    manifest = manifest_of(git_tags.tag_message(root, name))
    if manifest is None:
        raise SourceError(f"{name} is no release: its message holds no manifest")
    repository = open_repository(root)
    broken = [check for check in checks(manifest, _as_committed(repository, name, manifest)) if not check.holds]
    if broken:
        raise SourceError(f"{name} is not what its manifest says: {broken[0].message}")
    stem = name.replace("/", "-")
    text = pretty_json(manifest).encode("utf-8")
    archive, beside = out / f"{stem}.tar.gz", out / f"{stem}.json"
    contents = [(MANIFEST, text), *files_of(repository, manifest.commit)]
    write_bundle(archive, contents, int(manifest.created.timestamp()))
    write_atomic(beside, text)
    return archive, beside


def list_releases(root: Path) -> tuple[ReleaseLine, ...]:
    """Return the releases of this repository, the newest first; tags without a manifest are left out."""
    manifests = [manifest_of(git_tags.tag_message(root, name)) for name in in_order(git_tags.tags(root, PREFIX + "*"))]
    known = {manifest.name: manifest for manifest in manifests if manifest is not None}
    lines = [
        ReleaseLine(
            name=one.name,
            commit=one.commit,
            created=one.created,
            tickets=one.tickets,
            changed=changed(known[one.previous].revisions if one.previous in known else {}, one.revisions),
        )
        for one in known.values()
    ]
    return tuple(reversed(lines))
