"""The shipped registry as a repository to edit."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
Edit = Callable[[str, str, str], None]


def _git(where: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(where), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose main branch holds the shipped registry."""
    root = tmp_path_factory.mktemp("desk")
    shutil.copytree(HERE / "registry", root / "registry")
    (root / ".gitignore").write_text(".sekisho/\n", encoding="utf-8")
    _git(root, "init", "-q", "-b", "main")
    _git(root, "add", ".")
    _git(root, "commit", "-q", "-m", "The desk")
    return root


@pytest.fixture
def desk(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of it to edit, and to stand in."""
    _git(tmp_path, "clone", "-q", "--local", str(committed), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


@pytest.fixture
def edit(desk: Path) -> Edit:
    """Replaces a text in a file of the registry."""

    def replace(name: str, old: str, new: str) -> None:
        path = desk / "registry" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace
