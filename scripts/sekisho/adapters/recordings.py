"""The folder `registry/recordings`: one file of answers per prompt, each written whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

from sekisho.errors import SourceError

SUFFIX = ".jsonl"


class RecordingsFolder:
    """The recordings of the registry under `root`. The folder need not exist yet."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "registry" / "recordings"

    def read(self) -> dict[str, str]:
        """Return the text of every file by prompt id. Raises SourceError for one that cannot be read."""
        texts = {}
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                texts[path.name.removesuffix(SUFFIX)] = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SourceError(f"cannot read {path}: {error}") from error
        return texts

    def write(self, texts: Mapping[str, str]) -> None:
        """Give the file of each prompt its text; an empty text removes the file. Raises SourceError on failure."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for prompt, text in texts.items():
                self._put(self._folder / f"{prompt}{SUFFIX}", text)
        except OSError as error:
            raise SourceError(f"cannot write {self._folder}: {error}") from error

    def _put(self, path: Path, text: str) -> None:
        if not text:
            path.unlink(missing_ok=True)
            return
        growing = path.with_suffix(".tmp")
        try:
            with growing.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            growing.replace(path)
        finally:
            growing.unlink(missing_ok=True)
