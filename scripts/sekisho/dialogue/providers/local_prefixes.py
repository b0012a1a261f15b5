"""Saved prefix states that outlive the process, in a folder that may be deleted any time.

A file is named by the digest of everything its state depends on and begins with the sha256 of the rest: a foreign
state is not found, a damaged one is noticed. Files appear whole or not at all, so processes share the folder without
locks. Nothing here is ever an error; what cannot be kept is evaluated again.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sekisho.model.base import JsonObject
from sekisho.serialize import digest

MOST_BYTES = 2 << 30
_HEAD = hashlib.sha256().digest_size


class PrefixStore:
    """The states in `folder`, at most `most_bytes` of them; `identity` is what they depend on beside their tokens."""

    def __init__(self, folder: Path, identity: JsonObject, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._identity = identity
        self._most_bytes = most_bytes

    def recall(self, tokens: Sequence[int], into: Path) -> bool:
        """Write the state of `tokens` to the file `into`. False when none is kept; a damaged one is deleted."""
        path = self._path(tokens)
        try:
            content = memoryview(path.read_bytes())
            if content[:_HEAD] != hashlib.sha256(content[_HEAD:]).digest():
                self.forget(tokens)
                return False
            into.write_bytes(content[_HEAD:])
        except OSError:
            return False
        with suppress(OSError):
            os.utime(path)
        return True

    def keep(self, tokens: Sequence[int], state: Path) -> None:
        """Keep a copy of the file `state` as the state of `tokens`, when the disk takes it, and drop the oldest."""
        with suppress(OSError):
            content = state.read_bytes()
            self._folder.mkdir(parents=True, exist_ok=True)
            with _whole(self._path(tokens)) as file:
                file.write(hashlib.sha256(content).digest())
                file.write(content)
            self._drop_oldest()

    def forget(self, tokens: Sequence[int]) -> None:
        """Delete the state of `tokens`."""
        with suppress(OSError):
            self._path(tokens).unlink()

    def _path(self, tokens: Sequence[int]) -> Path:
        return self._folder / digest({**self._identity, "tokens": list(tokens)})

    def _drop_oldest(self) -> None:
        """Delete what was used longest ago until the rest fits; files a kill left half-written age out the same way."""
        by_use = sorted((path.stat().st_mtime_ns, path.stat().st_size, path) for path in self._folder.iterdir())
        room = self._most_bytes
        for _, size, path in reversed(by_use):
            room -= size
            if room < 0:
                path.unlink(missing_ok=True)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file that becomes `path` when the block ends well, and else vanishes."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    growing = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        growing.replace(path)
    except BaseException:
        growing.unlink(missing_ok=True)
        raise
