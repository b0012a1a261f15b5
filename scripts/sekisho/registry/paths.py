"""Which kind of file a path below `registry/` is, by the table of kinds alone."""

import re
from dataclasses import dataclass
from functools import cache

from sekisho.model.kinds.table import KINDS, KindSpec
from sekisho.registry.problem import Problem
from sekisho.registry.scope import FOLDER


@dataclass(frozen=True, slots=True)
class Place:
    """A file's kind and id."""

    spec: KindSpec
    id: str


@cache
def _patterns() -> dict[str, list[tuple[re.Pattern[str], KindSpec]]]:
    by_folder: dict[str, list[tuple[re.Pattern[str], KindSpec]]] = {}
    for spec in KINDS:
        by_folder.setdefault(spec.pattern.split("/", 1)[0], []).append((re.compile(spec.pattern), spec))
    return by_folder


def place_of(path: str) -> Place | None:
    """Return the kind and id of `path` (from the repository's root), or None for a path no kind has."""
    below = path.removeprefix(FOLDER + "/")
    for pattern, spec in _patterns().get(below.split("/", 1)[0], ()):
        match = pattern.fullmatch(below)
        if match:
            return Place(spec, match["id"])
    return None


def misplaced(path: str) -> Problem:
    """Return the problem of a path no kind has: an unknown folder, or a name its folder does not take."""
    folder, _, rest = path.removeprefix(FOLDER + "/").partition("/")
    patterns = _patterns().get(folder)
    if patterns is None or not rest:
        found = folder if rest else path
        return Problem(
            "file/unknown-folder", (), "no kind lives here", found, f"one of {', '.join(sorted(_patterns()))}"
        )
    wanted = " or ".join(_readable(spec.pattern) for _, spec in patterns)
    return Problem("file/name", (), "the file name fits no kind of this folder", rest, wanted)


def _readable(pattern: str) -> str:
    return re.sub(r"\(\?P<id>(.*?)\)(?=\\)", "<id>", pattern).replace("\\", "")
