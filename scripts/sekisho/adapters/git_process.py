"""Running the git binary: never a prompt, never a lock, never another repository than the one that was asked for."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, cast

from sekisho.errors import SourceError

_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_BATCH = 256
"""Object ids written before the answers are read: their bytes fit a pipe, so neither side can block the other."""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment git is run in: a hook's own variables would point it at another index or repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _INHERITED}
    fixed = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
    return {**kept, **fixed, **(extra or {})}


def run(directory: Path, arguments: Iterable[str], extra: Mapping[str, str] | None = None) -> bytes:
    """Run git in `directory` and return its output.

    Raises SourceError with git's own last words when it fails or is not installed.
    """
    command = ["git", "--literal-pathspecs", "-C", str(directory), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment(extra))
    except OSError as error:
        raise SourceError(f"cannot run git: {error.strerror}", hint="install git and put it on PATH") from error
    if done.returncode != 0:
        raise SourceError(f"git {_verb(command[4:])}: {_last_words(done.stderr)}")
    return done.stdout


def _verb(words: list[str]) -> str:
    """Return what git was asked to do: the first word that is no `-c key=value` before it."""
    while words[0] == "-c":
        words = words[2:]
    return words[0]


def _last_words(stderr: bytes) -> str:
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ") if lines else "failed without a word"


def blobs(directory: Path, ids: Iterable[str], limit: int | None = None) -> Iterator[bytes]:
    """Yield the content of git objects, in order, at most `limit` bytes of each; ids may be `<revision>:<path>`.

    Raises SourceError when an object does not exist.
    """
    command = ["git", "-C", str(directory), "cat-file", "--batch"]
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment())
    except OSError as error:
        raise SourceError(f"cannot run git: {error.strerror}", hint="install git and put it on PATH") from error
    with process:
        questions, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        remaining = iter(ids)
        try:
            while batch := list(islice(remaining, _BATCH)):
                questions.write("".join(f"{name}\n" for name in batch).encode("utf-8", "surrogateescape"))
                questions.flush()
                for name in batch:
                    yield _content(answers, name, limit)
        finally:
            process.kill()


def _content(stream: IO[bytes], name: str, limit: int | None) -> bytes:
    header = stream.readline().split()
    if len(header) != 3 or not header[2].isdigit():
        raise SourceError(f"git has no object {name}", hint="in a shallow or partial clone, fetch the whole history")
    size = int(header[2])
    wanted = size if limit is None else min(size, limit)
    data = stream.read(wanted)
    skip = size - wanted + 1
    while skip > 0:
        skip -= len(stream.read(min(skip, 1 << 20))) or skip
    return data
