"""The files of a working tree by the blob ids git gives, or would give, their bytes."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sekisho.adapters.files import read_bytes
from sekisho.errors import SourceError


class WorkingFiles:
    """Remembers which file has which blob id, so that contents can be read by id without asking git.

    `algorithm` says the repository's object format, sha1 or sha256; it is asked once, when the first id is computed.
    """

    def __init__(self, root: Path, algorithm: Callable[[], str]) -> None:
        self._root = root
        self._algorithm = cache(algorithm)
        self._paths: dict[str, str] = {}
        self._uncommitted: set[str] = set()

    def blob_id(self, data: bytes) -> str:
        """Return the id git gives these bytes in this repository."""
        return hashlib.new(self._algorithm(), b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

    def add_clean(self, path: str, blob: str) -> None:
        """Remember a file that git says is unchanged."""
        self._paths[blob] = path

    def add_uncommitted(self, path: str) -> str:
        """Compute and remember the id of a file git does not have. Raises SourceError when it cannot be read."""
        blob = self.blob_id(read_bytes(f"{self._root}/{path}"))
        self._paths[blob] = path
        self._uncommitted.add(blob)
        return blob

    def __contains__(self, blob: str) -> bool:
        return blob in self._paths

    def read(self, blob: str, limit: int | None = None) -> bytes | None:
        """Return the content with this id; None where git's filters make the file differ from what git has.

        Raises SourceError when a file has changed since its id was computed, or cannot be read.
        """
        path = self._paths[blob]
        data = read_bytes(f"{self._root}/{path}", limit)
        if limit is not None and len(data) == limit:
            return data
        if self.blob_id(data) == blob:
            return data
        if blob in self._uncommitted:
            raise SourceError(f"{path} changed while it was read", hint="run the command again")
        return None
