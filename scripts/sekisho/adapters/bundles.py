"""Bundles: the files of a release in one archive whose bytes depend on nothing but the release."""

import gzip
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

from sekisho.adapters.files import write_atomic


def write_bundle(path: Path, files: Iterable[tuple[str, bytes]], seconds: int) -> None:
    """Write a .tar.gz of `files` (path and content, in the order given); `seconds` is the time all of them carry.

    Raises SourceError when the disk will not take it.
    """
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=seconds) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = len(content), seconds, 0o644
            archive.addfile(member, io.BytesIO(content))
    write_atomic(path, buffer.getvalue())
