import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "registries"
Edit = Mapping[str, Any]
Build = Callable[[Sequence[Edit]], Path]


def unescaped(text: str) -> bytes:
    """Return the bytes a text with escapes such as `\\xff` stands for."""
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def apply(root: Path, edit: Edit) -> None:
    """Do one edit of a `change.yaml` to the registry under `root`; a replacement must replace something.

    A text may be a list of pieces: the secrets of an example are not stored whole, or every scanner would find them.
    """
    if "remove" in edit:
        (root / "registry" / edit["remove"]).unlink()
        return
    file = root / "registry" / edit["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    if "replace" in edit:
        before = file.read_text()
        assert edit["replace"] in before, f"{edit['file']} has no {edit['replace']!r}"
        file.write_text(before.replace(edit["replace"], "".join(edit["by"]), 1))
    elif "link" in edit:
        file.symlink_to(edit["link"])
    elif "bytes" in edit:
        file.write_bytes(edit["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1"))
    elif "prefix" in edit:
        file.write_bytes(
            edit["prefix"].encode("latin-1").decode("unicode_escape").encode("latin-1") + file.read_bytes()
        )
    elif "append" in edit:
        file.write_text(file.read_text() + edit["append"])
    else:
        file.write_text(edit["text"] * edit.get("times", 1))


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the user's git configuration or writes the user's cache."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def base_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valid registry every example starts from, committed."""
    root = tmp_path_factory.mktemp("base") / "repository"
    shutil.copytree(EXAMPLES / "_base", root)
    name = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Base"]):
        subprocess.run(["git", *name, *command], cwd=root, check=True)
    return root


@pytest.fixture
def build(base_repository: Path, tmp_path: Path) -> Build:
    """Return a function that makes a repository: the base registry with some edits in its working tree."""

    def made(edits: Sequence[Edit]) -> Path:
        root = tmp_path / "repository"
        shutil.copytree(base_repository, root)
        for edit in edits:
            apply(root, edit)
        return root

    return made
