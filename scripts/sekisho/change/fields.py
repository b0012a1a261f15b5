"""Where in a file something is: a path of segments, and patterns over paths (`*` is any one segment)."""

from typing import Final

FieldPath = tuple[str, ...]


class Missing:
    """Stands for a field that is not there, which is not the same as null."""


MISSING: Final = Missing()


def pattern(dotted: str) -> FieldPath:
    """Return the segments of a dotted pattern; "" is the whole file."""
    return tuple(dotted.split(".")) if dotted else ()


def fits(segments: FieldPath, path: FieldPath) -> bool:
    """Whether `path` is exactly what the pattern says."""
    return len(segments) == len(path) and covers(segments, path)


def covers(segments: FieldPath, path: FieldPath) -> bool:
    """Whether `path` is what the pattern says or lies inside it."""
    return len(segments) <= len(path) and all(one in ("*", other) for one, other in zip(segments, path, strict=False))
