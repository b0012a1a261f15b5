"""Sources whose only markup is `{{ name }}`: most of a registry, read without Jinja and meaning the same."""

import re
from dataclasses import dataclass

from sekisho.template.language import RESERVED

_NAME = re.compile(r"\{\{[ \t]*([A-Za-z][A-Za-z0-9_]*)[ \t]*\}\}")
_MARKUP = re.compile(r"\{[{%#]|\r")
_WORDS = (
    frozenset({"and", "else", "if", "in", "is", "not", "or", "true", "false", "none", "True", "False", "None"})
    | RESERVED
)
"""Names that are not variables."""


@dataclass(frozen=True, slots=True)
class Plain:
    """`literals[0] names[0] literals[1] names[1] ... literals[-1]`."""

    literals: tuple[str, ...]
    names: tuple[str, ...]


def read_plain(source: str) -> Plain | None:
    """Split `source`, or return None when it needs the whole language (or is wrong)."""
    pieces = _NAME.split(source)
    literals, names = tuple(pieces[::2]), tuple(pieces[1::2])
    glued = any(literal.endswith("{") for literal in literals[:-1])
    if glued or not _WORDS.isdisjoint(names) or any(map(_MARKUP.search, literals)):
        return None
    return Plain(literals, names)
