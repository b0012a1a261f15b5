"""What is wrong with a CODEOWNERS file as a whole: who must say yes to a change is decided here and nowhere else.

A line is *shadowed* when a later line takes every path it matches. That is certain by the patterns alone where the
later one takes everything (`*`, `**`), is the same, or is a folder above; otherwise the tracked paths tell: the line
matches some of them and decides about none.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sekisho.codeowners.pattern import Pattern
from sekisho.codeowners.table import Codeowners
from sekisho.model.finding import Finding
from sekisho.model.owners import OwnerLine, OwnersError, OwnersErrorKind
from sekisho.model.ref import Location

GUARDED = (".github/", "registry/policies/")
"""Folders that decide how changes are judged: a line of their own must own them."""

OWNED = ("registry/", ".github/")
"""Below these no path may be without an owner."""

RULE_OF_ERROR = {
    OwnersErrorKind.PATTERN: "owners/invalid-pattern",
    OwnersErrorKind.OWNER: "owners/invalid-owner",
    OwnersErrorKind.UNKNOWN: "owners/unknown-owner",
}
_EVERYTHING = frozenset({"*", "**", "/**", "**/*"})


def lint(owners: Codeowners, paths: Sequence[str], unknown: Sequence[OwnersError] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong, sorted. `paths` are the tracked files, `unknown` owners that do not exist.

    Lines that a later one covers decide about nothing, so no path is held against them.
    """
    covering = _covering(owners)
    open_ = Codeowners(owners.path, tuple(line for line in owners.lines if line.number not in covering))
    deciding: dict[int, list[str]] = defaultdict(list)
    matching: dict[int, int] = defaultdict(int)
    unowned: list[tuple[str, OwnerLine | None]] = []
    for path in paths:
        lines = open_.matching(path)
        for line in lines:
            matching[line.number] += 1
        if lines:
            deciding[lines[0].number].append(path)
        if must_be_owned(path, owners.path) and not (lines and lines[0].owners):
            unowned.append((path, lines[0] if lines else None))
    found = [
        *(_as_finding(error) for error in (*owners.errors, *unknown)),
        *_unowned(owners, unowned),
        *_lines(owners, covering, matching, deciding),
        *_guarded(owners, paths),
    ]
    return tuple(sorted(found, key=lambda finding: finding.order))


def must_be_owned(path: str, file: str) -> bool:
    """Say whether somebody must own `path`; `file` is where the CODEOWNERS file lies."""
    return path.startswith(OWNED) or path == file


def _as_finding(error: OwnersError) -> Finding:
    what = {
        OwnersErrorKind.PATTERN: "GitHub skips this line: invalid pattern",
        OwnersErrorKind.OWNER: "GitHub skips this line: invalid owner",
        OwnersErrorKind.UNKNOWN: "an owner nobody knows",
    }[error.kind]
    expected = {
        OwnersErrorKind.PATTERN: "a pattern without !, [ ], \\# and ***",
        OwnersErrorKind.OWNER: "@user, @organisation/team or an e-mail address",
        OwnersErrorKind.UNKNOWN: "an owner with access to the repository",
    }[error.kind]
    word = error.source[error.column - 1 :].split()[0]
    where = Location(path=error.path, line=error.line, column=error.column)
    return Finding(
        rule=RULE_OF_ERROR[error.kind],
        location=where,
        message=what,
        found=word,
        expected=error.suggestion or expected,
    )


def _unowned(owners: Codeowners, unowned: Sequence[tuple[str, OwnerLine | None]]) -> Iterator[Finding]:
    """Yield one finding for every folder and the line that leaves it without owners."""
    folders: dict[tuple[str, int], list[str]] = defaultdict(list)
    for path, line in unowned:
        folders[path.rpartition("/")[0], line.number if line else 0].append(path)
    lines = {line.number: line for line in owners.lines}
    for (folder, number), paths in folders.items():
        line = lines.get(number)
        more = f" and {len(paths) - 1} more in {folder}/" if len(paths) > 1 else ""
        yield Finding(
            rule="owners/unowned",
            location=_place(owners, line) if line else Location(path=owners.path),
            message="this line takes paths away from everybody" if line else "nobody owns a path",
            found=f"{paths[0]}{more}",
            expected="an owner who can say yes to a change of it",
        )


def _lines(
    owners: Codeowners, covering: Mapping[int, int], matching: Mapping[int, int], deciding: Mapping[int, list[str]]
) -> Iterator[Finding]:
    for line in owners.lines:
        if (over := covering.get(line.number)) is not None:
            yield _shadowed(owners, line, f"line {over} takes all it can match")
        elif line.number not in matching:
            yield Finding(
                rule="owners/matches-nothing",
                location=_place(owners, line),
                message="this pattern matches no tracked file",
                found=line.pattern,
                expected="a pattern of files that exist",
            )
        elif line.number not in deciding:
            yield _shadowed(owners, line, f"later lines take all {matching[line.number]} tracked paths it matches")


def _shadowed(owners: Codeowners, line: OwnerLine, why: str) -> Finding:
    return Finding(
        rule="owners/shadowed",
        location=_place(owners, line),
        message=f"this line never decides: {why}",
        found=line.pattern,
        expected="the special line after the general one: the last match decides",
    )


def _covering(owners: Codeowners) -> dict[int, int]:
    """Return, for the number of a line, that of a later one whose pattern takes everything the line can match."""
    found: dict[int, int] = {}
    later: dict[str, int] = {}
    for line, pattern in zip(reversed(owners.lines), reversed(owners.patterns), strict=True):
        over = [later[name] for name in ("", line.pattern, *_above(line.pattern, pattern)) if name in later]
        if over:
            found[line.number] = min(over)
        names = [""] if line.pattern in _EVERYTHING else [line.pattern]
        later.update(dict.fromkeys(names, line.number))
    return found


def _above(text: str, pattern: Pattern) -> Iterator[str]:
    """Yield the patterns of the folders that everything `text` matches is in, and of the file or folder it names."""
    parts = pattern.literal.split("/") if pattern.literal else []
    whole = text.strip("/") == pattern.literal
    for depth in range(1, len(parts) + 1):
        folder = "/" + "/".join(parts[:depth])
        yield folder
        if depth < len(parts) or not whole or text.endswith("/"):
            yield folder + "/"


def _guarded(owners: Codeowners, paths: Sequence[str]) -> Iterator[Finding]:
    """Yield what decides about changes and is owned only by a line about something larger, or by none."""
    for guarded in (*GUARDED, owners.path):
        below = [path for path in paths if path.startswith(guarded)]
        lines = {line.number if line else 0: (line, path) for path in below for line in (owners.line_of(path),)}
        for line, path in lines.values():
            if line is None or not _explicit(owners, line, guarded):
                yield Finding(
                    rule="owners/guarded",
                    location=_place(owners, line) if line else Location(path=owners.path),
                    message=f"no line of its own owns {path}, which decides how changes are judged",
                    found=line.pattern if line else None,
                    expected=f"a line /{guarded} with owners, after the others",
                )


def _explicit(owners: Codeowners, line: OwnerLine, guarded: str) -> bool:
    """Say whether a line has owners and is about `guarded`, a part of it, or a guarded folder it is in."""
    start = owners.patterns[owners.lines.index(line)].literal
    homes = {guarded.rstrip("/"), *(folder.rstrip("/") for folder in GUARDED if guarded.startswith(folder))}
    return bool(line.owners) and any(start == home or start.startswith(home + "/") for home in homes)


def _place(owners: Codeowners, line: OwnerLine) -> Location:
    return Location(path=owners.path, line=line.number, column=line.column)
