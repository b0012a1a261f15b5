"""What a release is made of, as a commit has it: the folders users meet, their git ids and their files."""

from collections.abc import Iterator, Mapping

from sekisho.adapters.git import Repository
from sekisho.model.release import Revision
from sekisho.release.manifest import FOLDERS

ROOT = "registry/"


def revisions(repository: Repository, commit: str) -> Mapping[Revision, str]:
    """Return the git id of each folder users meet; "" for one that is not there."""
    trees = repository.trees(commit, ROOT)
    return {revision: trees.get(ROOT + folder, "") for revision, folder in FOLDERS.items()}


def files_of(repository: Repository, commit: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file users meet, in path order; one at a time is in memory."""
    folders = tuple(f"{ROOT}{folder}/" for folder in FOLDERS.values())
    entries = [entry for entry in repository.entries(commit, ROOT) if entry.path.startswith(folders)]
    yield from zip(
        (entry.path for entry in entries), repository.read_many([entry.blob for entry in entries]), strict=True
    )
