"""Files of the working tree: read without following links, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from sekisho.errors import SourceError


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """Return the content of a regular file, at most `limit` bytes of it; for a symlink, its target as git stores it.

    Raises SourceError when it cannot be read.
    """
    try:
        if path.is_symlink():
            return os.fsencode(path.readlink())
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            return file.read(-1 if limit is None else limit)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error


def write_atomic(path: Path, data: bytes) -> None:
    """Replace the content of `path`: a reader sees the old bytes or the new ones, even after a crash.

    The file's permissions stay. Raises SourceError when the disk will not take it; the old file is then untouched.
    """
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise SourceError(f"cannot write {path}: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise SourceError(f"cannot write {path}: {error.strerror}") from error
