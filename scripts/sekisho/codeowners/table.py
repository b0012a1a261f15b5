"""The lines of a CODEOWNERS file as a table that is asked who owns a path. The last line that matches decides."""

from sekisho.codeowners.pattern import Pattern
from sekisho.model.owners import OwnerLine, OwnersError, Ownership


class Codeowners:
    """Lines that count, in the order of the file, and what is wrong with the others.

    `path` is where the file lies, "" where there is none: then no line matches anything.
    """

    def __init__(self, path: str, lines: tuple[OwnerLine, ...], errors: tuple[OwnersError, ...] = ()) -> None:
        self.path = path
        self.lines = lines
        self.errors = errors
        self.patterns = tuple(Pattern(line.pattern) for line in lines)
        self._by_first: dict[str, list[int]] = {}

    def line_of(self, path: str) -> OwnerLine | None:
        """Return the line that decides about `path` (from the repository's root), None where none matches."""
        return next((self.lines[index] for index in self._candidates(path) if self.patterns[index].matches(path)), None)

    def of(self, path: str) -> Ownership:
        """Return who owns `path`, and which line says so."""
        line = self.line_of(path)
        if line is None:
            return Ownership(path=path, file=self.path or None)
        return Ownership(path=path, owners=line.owners, file=self.path, line=line.number, pattern=line.pattern)

    def matching(self, path: str) -> list[OwnerLine]:
        """Return every line that matches `path`, the one that decides first."""
        return [self.lines[index] for index in self._candidates(path) if self.patterns[index].matches(path)]

    def _candidates(self, path: str) -> list[int]:
        """Return the lines that can match, the last first; worked out once for every first segment of a path."""
        first = path.split("/", 1)[0]
        found = self._by_first.get(first)
        if found is None:
            patterns = enumerate(self.patterns)
            found = [index for index, pattern in patterns if pattern.first is None or pattern.first == first][::-1]
            self._by_first[first] = found
        return found


NO_OWNERS = Codeowners("", ())
"""The base has no CODEOWNERS file: nobody owns anything."""
