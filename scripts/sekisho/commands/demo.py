"""`sekisho demo`: two proposed edits of real prompts, applied in a scratch clone and gated by the real path."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sekisho.errors import SourceError

PATCHES = Path("tests/examples/demo")


@dataclass(frozen=True, slots=True)
class Edit:
    """One proposed edit: its patch file and what its author hopes for."""

    patch: str
    title: str
    hope: str


EDITS = (
    Edit("no-go.patch", "An edit that looks like an improvement", "fewer tokens: examples removed from a prompt"),
    Edit("go.patch", "A second edit with the same aim", "fewer tokens: another prompt says the same in fewer words"),
)


def scratch_clone(root: Path) -> Path:
    """Clone the committed state of `root` into its scratch folder, replacing an earlier one, and return the clone.

    Raises SourceError when git refuses or the demo's patches are not part of this repository.
    """
    for edit in EDITS:
        if not (root / PATCHES / edit.patch).is_file():
            raise SourceError(
                f"{PATCHES / edit.patch} is missing", hint="run the demo in a clone of the Sekisho repository"
            )
    scratch = root / ".sekisho" / "demo"
    if scratch.exists():
        shutil.rmtree(scratch)
    scratch.parent.mkdir(parents=True, exist_ok=True)
    _git(root, "clone", "--quiet", "--local", "--branch", _branch(root), str(root), str(scratch))
    return scratch


def propose(scratch: Path, edit: Edit) -> str:
    """Put the scratch clone into the state of one edit and return the patch as text."""
    _git(scratch, "checkout", "--quiet", "--", ".")
    patch = scratch / PATCHES / edit.patch
    _git(scratch, "apply", "--whitespace=nowarn", str(patch))
    return patch.read_text(encoding="utf-8")


def _branch(root: Path) -> str:
    name = _git(root, "rev-parse", "--abbrev-ref", "HEAD").strip()
    if name == "HEAD":
        raise SourceError("the demo needs a branch, and this is a detached HEAD", hint="git switch -c demo")
    return name


def _git(where: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(where), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SourceError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout
