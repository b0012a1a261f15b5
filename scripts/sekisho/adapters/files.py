"""Files of the working tree: read without following links, written whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sekisho.errors import SourceError

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CHUNK = 1 << 20


def read_bytes(path: Path | str, limit: int | None = None) -> bytes:
    """Return the content of a regular file, at most `limit` bytes of it; for a symlink, its target as git stores it.

    Raises SourceError when it cannot be read.
    """
    with _explained("read", path):
        try:
            handle = os.open(path, _FLAGS)
        except OSError as error:
            if error.errno == errno.ELOOP:
                return os.fsencode(Path(path).readlink())
            raise
        try:
            return _content(handle, limit)
        finally:
            os.close(handle)


def _content(handle: int, limit: int | None) -> bytes:
    chunks = []
    left = -1 if limit is None else limit
    while left and (chunk := os.read(handle, _CHUNK if left < 0 else min(left, _CHUNK))):
        chunks.append(chunk)
        left -= len(chunk) if left > 0 else 0
    return b"".join(chunks)


def write_atomic(path: Path, data: bytes) -> None:
    """Replace the content of `path` by `data`, as `write_chunks` does."""
    write_chunks(path, (data,))


def write_chunks(path: Path, chunks: Iterable[bytes]) -> None:
    """Replace the content of `path`: a reader sees the old bytes or the new ones, even after a crash.

    The file's permissions stay. Raises SourceError when the disk will not take it, and what `chunks` raises; the old
    file is then untouched.
    """
    with _explained("write", path):
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def _explained(verb: str, path: Path | str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceError(f"cannot {verb} {path}: {error.strerror}") from error
