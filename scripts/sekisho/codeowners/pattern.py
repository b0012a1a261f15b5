"""A CODEOWNERS pattern as GitHub reads it: gitignore's rules, with three that do not work and one that differs.

What does not work is refused (`problem`): a leading `!`, character ranges, and a `\\#` at the start. What differs: a
pattern that ends in `/*` takes the files of that folder only, while gitignore would take what is below, too.

A pattern becomes a regular expression in which no choice is made twice: between two `*` of a segment, and between two
`**`, the leftmost place is always as good as any other, so it is taken for good (atomic groups). The time is at most
the length of the pattern times the length of the path.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

LONGEST_PATH = 4096
"""Characters; a pattern that needs more than this matches no file of a repository."""

TokenKind = Literal["literal", "any", "star", "slash"]
Token = tuple[TokenKind, str]
DEEP = "**"
_WILD: Mapping[str, TokenKind] = {"*": "star", "?": "any"}
_NEVER = re.compile(r"(?!)")
_STARS = re.compile(r"(?<!\\)\*{3,}")
_BRACKET = re.compile(r"(?<!\\)(?:\\\\)*[\[\]]")


class Problem(NamedTuple):
    """Why GitHub refuses a pattern: what it suggests, None where it only says that the pattern is invalid."""

    suggestion: str | None


def problem(pattern: str) -> Problem | None:
    """Return why GitHub skips a line with this pattern, or None where it is fine."""
    if _STARS.search(pattern):
        return Problem(f"Did you mean `{_STARS.sub(DEEP, pattern)}`?")
    if pattern == "/":
        return Problem("The pattern `/` will never match anything, did you mean `*` instead?")
    if _BRACKET.search(pattern):
        return Problem("both `[` and `]` must be escaped with a `\\`")
    if pattern.startswith(("!", "\\#")) or _open_escape(pattern):
        return Problem(None)
    return None


def _open_escape(pattern: str) -> bool:
    return (len(pattern) - len(pattern.rstrip("\\"))) % 2 == 1


class Pattern:
    """A pattern that can be asked about paths.

    `first` is the first segment of every path it matches, None where that can be more than one.
    """

    __slots__ = ("_expression", "first", "literal")

    def __init__(self, text: str) -> None:
        tokens = list(_tokens(text)) if _least(text) <= LONGEST_PATH else []
        anchored = any(kind == "slash" for kind, _ in tokens[:-1])
        segments = _segments(tokens)
        plain = [_plain(segment) for segment in segments]
        self.first = plain[0] if anchored and plain else None
        self.literal = _literal_start(plain) if anchored else ""
        self._expression = _compiled(tokens, segments, anchored)

    def matches(self, path: str) -> bool:
        """Say whether the pattern takes the file at `path` (from the repository's root, with `/`)."""
        return self._expression.match(path) is not None


def _least(text: str) -> int:
    """Return a number of characters that every match has at least."""
    return len(text) - sum(text.count(mark) for mark in "*/\\")


def _tokens(text: str) -> Iterator[Token]:
    escaped = False
    for character in text:
        if not escaped and character == "\\":
            escaped = True
            continue
        if character == "/":
            yield "slash", character
        else:
            yield "literal" if escaped else _WILD.get(character, "literal"), character
        escaped = False


def _segments(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return what stands between the slashes; `**` alone in its segment is kept as two stars."""
    groups = groupby(tokens, key=lambda token: token[0] == "slash")
    return [_collapsed(list(group)) for slash, group in groups if not slash]


def _collapsed(segment: list[Token]) -> list[Token]:
    if len(segment) == 2 and _stars(segment):
        return segment
    pairs = zip([None, *segment], segment, strict=False)
    return [token for before, token in pairs if not (token[0] == "star" and before == token)]


def _stars(segment: Sequence[Token]) -> bool:
    return all(kind == "star" for kind, _ in segment)


def _deep(segment: Sequence[Token]) -> bool:
    return len(segment) == 2 and _stars(segment)


def _plain(segment: Sequence[Token]) -> str | None:
    """Return the only text a segment matches, None where it has a wildcard."""
    return "".join(text for _, text in segment) if all(kind == "literal" for kind, _ in segment) else None


def _literal_start(plain: Sequence[str | None]) -> str:
    """Return the folder that all matches are in, or the file: `a/b` of `/a/b/*.md`."""
    start = []
    for segment in plain:
        if segment is None:
            break
        start.append(segment)
    return "/".join(start)


def _compiled(tokens: Sequence[Token], segments: Sequence[list[Token]], anchored: bool) -> re.Pattern[str]:
    doubled = any(one[0] == two[0] == "slash" for one, two in pairwise(tokens))
    if not segments or doubled:
        return _NEVER
    folder = tokens[-1][0] == "slash"
    parts: list[list[str]] = [[]] if anchored else [[], []]
    for segment in segments:
        if _deep(segment):
            parts.append([])
        else:
            parts[-1].append(_segment(segment))
    return re.compile(_joined(parts, _end(segments[-1], anchored, folder)))


def _end(last: Sequence[Token], anchored: bool, folder: bool) -> str:
    """Return what must follow the last segment: the files below, the end of the path, or either."""
    if folder:
        return "/"
    return r"\Z" if anchored and len(last) == 1 and _stars(last) else r"(?:/|\Z)"


def _joined(parts: Sequence[Sequence[str]], end: str) -> str:
    """Return the expression of groups of segments with any folders between one group and the next.

    Empty groups come from `**` at an end, or beside another.
    """
    head, *rest = parts
    expression = "".join(f"{segment}/" for segment in head) if rest else "/".join(head) + end
    middle = [group for group in rest[:-1] if group]
    for group in middle:
        expression += f"(?>(?:[^/]*+/)*?{''.join(f'{segment}/' for segment in group)})"
    if not rest:
        return expression
    if not rest[-1]:
        return expression + (r"[^/]*+/" if end == "/" else "")
    return expression + f"(?:[^/]*+/)*?{'/'.join(rest[-1])}{end}"


def _segment(segment: Sequence[Token]) -> str:
    """Return the expression of one segment; it stops where the segment stops."""
    pieces = [""]
    for kind, text in segment:
        if kind == "star":
            pieces.append("")
        else:
            pieces[-1] += "[^/]" if kind == "any" else re.escape(text)
    first, *more = pieces
    if not more:
        return first
    inner = "".join(f"(?>[^/]*?{piece})" for piece in more[:-1] if piece)
    return first + inner + (rf"(?>[^/]*{more[-1]}(?=/|\Z))" if more[-1] else "[^/]*+")
