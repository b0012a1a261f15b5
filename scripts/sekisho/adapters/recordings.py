"""The folder `registry/recordings`: one file of answers per prompt, each written whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

from sekisho.adapters.files import read_bytes, write_atomic
from sekisho.errors import SourceError

SUFFIX = ".jsonl"


class RecordingsFolder:
    """The recordings of the registry under `root`. The folder need not exist yet."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "registry" / "recordings"

    def read(self) -> dict[str, str]:
        """Return the text of every file by prompt id. Raises SourceError for one that cannot be read."""
        paths = sorted(self._folder.glob(f"*{SUFFIX}"))
        return {path.name.removesuffix(SUFFIX): _text(path) for path in paths}

    def write(self, texts: Mapping[str, str]) -> None:
        """Give the file of each prompt its text; an empty text removes the file. Raises SourceError on failure."""
        for prompt, text in texts.items():
            path = self._folder / f"{prompt}{SUFFIX}"
            if text:
                write_atomic(path, text.encode("utf-8"))
            else:
                path.unlink(missing_ok=True)


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 (byte {error.start})") from error
