"""Facts of a whole registry: a row a folder, the same as file by file."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from sekisho.adapters.facts_cache import FactsCache
from sekisho.adapters.git import Repository, open_repository
from sekisho.commands import cached_facts as module
from sekisho.commands.cached_facts import cached_facts, registry_facts
from sekisho.commands.source import registry_entries
from sekisho.errors import SourceError
from sekisho.model.facts import Facts

CHANGES = Path(__file__).parents[2] / "examples" / "changes" / "_base"


def _git(where: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(where), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The example registry, with a file beside its folders, a README, a broken file and an odd folder."""
    root = tmp_path / "r"
    shutil.copytree(CHANGES, root)
    for name in ("loose.yaml", "README.md", "golden/README.md", "golden/broken.yaml", "golden/deep/x.yaml"):
        (root / "registry" / name).parent.mkdir(exist_ok=True)
        (root / "registry" / name).write_text("a: [", encoding="utf-8")
    odd = os.fsencode(root / "registry") + b"/\xff"
    os.mkdir(odd)  # noqa: PTH102 - pathlib takes no bytes
    Path(os.fsdecode(odd), "y.yaml").write_text("a: 1\n", encoding="utf-8")
    _git(tmp_path, "init", "-q", "-b", "main", "r")
    _git(root, "add", ".")
    _git(root, "commit", "-q", "-m", "x")
    return open_repository(root)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[FactsCache]:
    """An empty cache."""
    with closing(FactsCache(tmp_path / "cache", "v")) as opened:
        yield opened


def _plain(facts: Sequence[Facts]) -> list[object]:
    found = [(one.path, one.kind, one.id, one.references, one.details, one.findings) for one in facts]
    return sorted(found, key=lambda one: one[0])


def test_a_folder_at_a_time_gives_what_file_by_file_gives(repository: Repository, cache: FactsCache) -> None:
    """Also the second time, when every folder is one row; files of no folder and broken ones included."""
    expected = _plain(cached_facts(repository, registry_entries(repository, "main"), cache).facts)
    assert {"registry/loose.yaml", "registry/golden/deep/x.yaml", "registry/\\xff/y.yaml"} <= {
        one[0] for one in expected
    }
    for _ in range(2):
        assert _plain(registry_facts(repository, "main", cache)) == expected
    assert _plain(registry_facts(repository, None, cache)) == expected


def test_a_known_folder_is_not_looked_into(
    repository: Repository, cache: FactsCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all files only those beside the folders are asked for; another revision reads the folder that differs."""
    registry_facts(repository, "main", cache)
    (repository.root / "registry/models/small.yaml").unlink()
    _git(repository.root, "commit", "-q", "-a", "-m", "y")
    asked: list[str] = []
    whole: Callable[..., object] = module.cached_facts

    def watched(repository: Repository, entries: Sequence[module.Entry], cache: FactsCache) -> object:
        asked.extend(entry.path for entry in entries)
        return whole(repository, entries, cache)

    monkeypatch.setattr(module, "cached_facts", watched)
    before = {one.path for one in registry_facts(repository, "main~", cache)}
    assert asked == ["registry/loose.yaml"]
    after = {one.path for one in registry_facts(repository, "main", cache)}
    assert before - after == {"registry/models/small.yaml"}
    assert {path.split("/")[1] for path in asked} == {"loose.yaml", "models"}


@pytest.mark.parametrize("row", ["[", "[1]", "7", '[["p","planet","i",[]]]', '[["p","model","i",[[1]]]]'])
def test_a_damaged_row_is_read_again(row: str, repository: Repository, cache: FactsCache) -> None:
    """It is as good as none."""
    expected = _plain(registry_facts(repository, "main", cache))
    for folder in repository.trees("main"):
        cache.put_folder(folder.path, folder.blob, row)
    assert _plain(registry_facts(repository, "main", cache)) == expected


def test_without_a_registry_there_are_no_facts(repository: Repository, cache: FactsCache) -> None:
    """A revision that has none stops whoever asks."""
    _git(repository.root, "rm", "-q", "-r", "registry")
    _git(repository.root, "commit", "-q", "-m", "y")
    with pytest.raises(SourceError, match="no files under registry/ in HEAD"):
        registry_facts(repository, "HEAD", cache)
