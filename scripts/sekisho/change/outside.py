"""Files no dialogue depends on, most of them outside the registry; what decides how the gate itself works is said."""

from collections.abc import Sequence

NOTES: Sequence[tuple[str, str]] = (
    ("CODEOWNERS", "decides who approves"),
    (".github/", "decides how the gate is run"),
    (".ci/", "decides how the gate is run"),
    ("pyproject.toml", "part of the gate's own program"),
    ("requirements", "part of the gate's own program"),
    ("scripts/", "part of the gate's own program"),
    ("schemas/", "generated from the gate's own program"),
    ("tests/", "tests of the gate's own program"),
)


READERS = ("README.md", ".gitkeep", ".gitattributes", "CODEOWNERS")
"""Names that may stand anywhere in the registry without being part of it."""


def for_readers(path: str) -> bool:
    """Whether a file in the registry is none of its artifacts by its name alone."""
    return path.rsplit("/", 1)[-1] in READERS


def note(path: str) -> str:
    """Return why a file outside the registry changes no behaviour of the dialogue system."""
    what = next((text for prefix, text in NOTES if path.startswith(prefix)), "")
    return "outside the registry: no behaviour change" + (f"; {what}" if what else "")
