"""From the text of a CODEOWNERS file to its lines, and what GitHub would say is wrong with it.

A line with an invalid pattern or an invalid owner is skipped, as GitHub skips it; the rest of the file counts. Rules
from GitHub's documentation: "About code owners" (syntax, size, location) and "List CODEOWNERS errors" (kinds).
"""

import re
from collections.abc import Collection, Iterator

from sekisho.codeowners.pattern import problem
from sekisho.codeowners.table import Codeowners
from sekisho.model.owners import OwnerLine, OwnersError, OwnersErrorKind

LOCATIONS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks; the first file there is counts, the others do not."""

MAX_BYTES = 3 * 1024 * 1024
"""A file of this size or more is not loaded at all."""

_WORD = re.compile(r"(?:\\.|[^\\ \t])+\\?|\\")
_USER = r"@[A-Za-z0-9][A-Za-z0-9_-]*"
_OWNER = re.compile(rf"{_USER}(?:/[A-Za-z0-9_.-]+)?|[^\s@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def parse(text: str, path: str = LOCATIONS[1]) -> Codeowners:
    """Return the lines of a CODEOWNERS file that count, and the errors that GitHub reports for the others.

    `path` is where the file lies. Sizes are not looked at: a file of MAX_BYTES or more must not come here.
    """
    lines: list[OwnerLine] = []
    errors: list[OwnersError] = []
    for number, source in enumerate(text.split("\n"), start=1):
        words = list(_words(source.removesuffix("\r")))
        if not words:
            continue
        wrong = list(_wrong(number, source.removesuffix("\r"), words, path))
        errors += wrong
        if not wrong:
            (column, pattern), *owners = words
            owned = tuple(owner for _, owner in owners)
            lines.append(OwnerLine(number=number, column=column, pattern=pattern, owners=owned))
    return Codeowners(path, tuple(lines), tuple(errors))


def _words(source: str) -> Iterator[tuple[int, str]]:
    """Yield the words of a line with their columns, up to a comment."""
    for match in _WORD.finditer(source):
        if match.group().startswith("#"):
            return
        yield match.start() + 1, match.group()


def _wrong(number: int, source: str, words: list[tuple[int, str]], path: str) -> Iterator[OwnersError]:
    (column, pattern), *owners = words
    refused = problem(pattern)
    if refused is not None:
        yield error(OwnersErrorKind.PATTERN, (number, column), source, path, refused.suggestion)
    for place, owner in owners:
        if not _OWNER.fullmatch(owner):
            yield error(OwnersErrorKind.OWNER, (number, place), source, path)


def unknown_owners(owners: Codeowners, text: str, known: Collection[str]) -> tuple[OwnersError, ...]:
    """Return an error for every owner of a line that is not among the `known` ones (any case), as GitHub words it.

    Such a line still counts, with the owners that exist. `text` is what `owners` was parsed from.
    """
    names = {name.casefold() for name in known}
    sources = text.split("\n")
    return tuple(
        error(
            OwnersErrorKind.UNKNOWN,
            (line.number, column),
            sources[line.number - 1].removesuffix("\r"),
            owners.path,
            _missing(owner),
        )
        for line in owners.lines
        for column, owner in list(_words(sources[line.number - 1].removesuffix("\r")))[1:]
        if owner.casefold() not in names
    )


def _missing(owner: str) -> str:
    if "/" in owner:
        return f"make sure the team {owner} exists, is publicly visible, and has write access to the repository"
    return f"make sure {owner} exists and has write access to the repository"


def error(
    kind: OwnersErrorKind, place: tuple[int, int], source: str, path: str, suggestion: str | None = None
) -> OwnersError:
    """Return an error at (line, column) with the message GitHub lays out for a fixed-width font."""
    line, column = place
    title = f"{kind} on line {line}:" + (f" {suggestion}" if suggestion else "")
    return OwnersError(
        line=line,
        column=column,
        kind=kind,
        source=source,
        suggestion=suggestion,
        message=f"{title}\n\n  {source}\n  {' ' * (column - 1)}^",
        path=path,
    )
