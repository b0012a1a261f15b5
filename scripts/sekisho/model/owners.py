"""Who owns a path: the lines of a CODEOWNERS file, what is wrong with one, and the answer for a path."""

from enum import StrEnum

from sekisho.model.base import Frozen, Positive, Text


class OwnerLine(Frozen):
    """One line that counts. No `owners` means that the line takes the paths it matches away from everybody."""

    number: Positive
    column: Positive
    pattern: Text
    owners: tuple[Text, ...] = ()


class OwnersErrorKind(StrEnum):
    """What GitHub calls the ways in which a line can be wrong."""

    PATTERN = "Invalid pattern"
    OWNER = "Invalid owner"
    UNKNOWN = "Unknown owner"


class OwnersError(Frozen):
    """One error as GitHub's endpoint "List CODEOWNERS errors" gives it; `source` is the whole line."""

    line: Positive
    column: Positive
    kind: OwnersErrorKind
    source: str
    suggestion: str | None = None
    message: str
    path: Text


class Ownership(Frozen):
    """Who owns a path, and the place in the CODEOWNERS file that says so.

    `line` and `pattern` are None where no line matches. `file` is None where there is no CODEOWNERS file.
    """

    path: Text
    owners: tuple[Text, ...] = ()
    file: Text | None = None
    line: Positive | None = None
    pattern: Text | None = None
