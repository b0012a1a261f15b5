"""Tags of a repository: listed, read, made with an SSH signature, verified by git's exit status alone, pushed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sekisho.adapters import git_process
from sekisho.adapters.git import Repository
from sekisho.errors import SourceError
from sekisho.model.ticketing import ReleaseTag

MAX_MESSAGE = 64 << 20
RELEASES = "refs/tags/release/"
MOST_TAGS = 2000
_TAG = "%(refname:strip=2)%09%(objecttype)%09%(objectname)%09%(*objectname)%09%(if)%(contents:signature)%(then)s%(end)"
_SSH = ("-c", "gpg.format=ssh")
_SIGNATURE = "-----BEGIN SSH SIGNATURE-----"
_HINT = "give --key FILE, or set git's user.signingkey; ssh-keygen must be on PATH"


def tags(root: Path, pattern: str, contained_in: str | None = None) -> list[str]:
    """Return the tags that match a glob, in git's order; with `contained_in`, only those that commit contains."""
    merged = ("--merged", contained_in) if contained_in else ()
    return git_process.run(root, ("tag", "--list", *merged, pattern)).decode("utf-8", "replace").split()


def releases(repository: Repository, contained_in: str | None = None) -> tuple[ReleaseTag, ...]:
    """Return the release tags, newest name first; with `contained_in` only those that commit contains."""
    merged = (f"--merged={contained_in}",) if contained_in else ()
    listed = ("for-each-ref", f"--count={MOST_TAGS}", "--sort=-version:refname", f"--format={_TAG}", *merged, RELEASES)
    lines = git_process.run(repository.root, listed).decode("utf-8", "replace").splitlines()
    return tuple(_release(*line.split("\t")) for line in lines)


def _release(name: str, kind: str, object_: str, peeled: str, signature: str) -> ReleaseTag:
    """A light tag has no signature of its own, though the commit it names may have one."""
    annotated = kind == "tag"
    return ReleaseTag(name=name, commit=peeled if annotated else object_, signed=annotated and bool(signature))


def tag_message(root: Path, name: str) -> str:
    """Return the message of an annotated tag with its signature; "" for a lightweight tag.

    Raises SourceError when there is no such tag.
    """
    if name not in tags(root, name):
        raise SourceError(f"there is no tag {name!r}", hint="git fetch --tags")
    if git_process.run(root, ("cat-file", "-t", f"refs/tags/{name}")).strip() != b"tag":
        return ""
    raw = git_process.run(root, ("cat-file", "tag", f"refs/tags/{name}"))[:MAX_MESSAGE]
    return raw.decode("utf-8", "replace").partition("\n\n")[2]


def create_signed_tag(root: Path, name: str, commit: str, message: str, key: str | None) -> None:
    """Make an annotated tag signed with the SSH key in the file `key` (None: git's own user.signingkey).

    `key` is a private key, or a public one whose private half an agent holds. Raises SourceError when git cannot sign,
    or the tag exists.
    """
    with tempfile.TemporaryDirectory(prefix="sekisho-") as scratch:
        file = Path(scratch) / "message"
        file.write_text(message, encoding="utf-8")
        chosen = ("-c", f"user.signingkey={key}") if key else ()
        said = ("tag", "--sign", "--cleanup=verbatim", f"--file={file}", name, commit)
        try:
            git_process.run(root, (*_SSH, *chosen, *said))
        except SourceError as error:
            raise SourceError(f"the tag {name} could not be made: {error.message}", hint=_HINT) from error
    if _SIGNATURE not in tag_message(root, name):  # git 2.39 goes on without one when the key cannot be read
        delete_tag(root, name)
        raise SourceError(f"the tag {name} could not be made: git could not sign with the key it was given", hint=_HINT)


def delete_tag(root: Path, name: str) -> None:
    """Remove a tag of this repository."""
    git_process.run(root, ("tag", "--delete", name))


def signed_by_allowed(root: Path, name: str, allowed_signers: Path) -> bool:
    """Say whether one of the allowed signers signed the tag: git's exit status decides, whatever it prints."""
    file = ("-c", f"gpg.ssh.allowedSignersFile={allowed_signers.resolve()}")
    try:
        git_process.run(root, (*_SSH, *file, "verify-tag", f"refs/tags/{name}"))
    except SourceError:
        return False
    return True


def allowed_signers(root: Path) -> Path | None:
    """Return the file of those whose signatures count, as git's gpg.ssh.allowedSignersFile names it; None: nobody."""
    try:
        named = git_process.run(root, ("config", "--type=path", "--get", "gpg.ssh.allowedSignersFile"))
    except SourceError:
        return None
    return root / named.decode("utf-8", "surrogateescape").strip()


def push_tag(root: Path, remote: str, name: str) -> None:
    """Push one tag, never over another one. Raises SourceError when the remote does not take it."""
    git_process.run(root, ("push", "--quiet", "--", remote, f"refs/tags/{name}:refs/tags/{name}"))


@contextmanager
def key_file(text: str | None) -> Iterator[str | None]:
    """Keep a private key in a file only this user can read, for as long as it is needed; None stays None."""
    if text is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="sekisho-") as scratch:
        file = Path(scratch) / "key"
        file.touch(mode=0o600)
        file.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        yield str(file)
