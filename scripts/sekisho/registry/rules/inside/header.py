"""The first line of a YAML file names its schema, so that every editor checks what it can while one types."""

from collections.abc import Iterator

from sekisho.model.finding import Finding, Fix
from sekisho.model.ref import Kind
from sekisho.registry.document import Spot
from sekisho.registry.problem import Problem, excerpt

_MARK = "# yaml-language-server:"


def header(path: str, kind: Kind) -> str:
    """Return the first line a file of `kind` at `path` must have."""
    up = "../" * path.count("/")
    return f"{_MARK} $schema={up}schemas/{kind}.schema.json"


def check(path: str, kind: Kind, text: str) -> Iterator[Finding]:
    """Yield a finding, with its certain repair, when the first line is not the header."""
    expected = header(path, kind)
    first = text.split("\n", 1)[0]
    if first.rstrip("\r") == expected:
        return
    replaced = len(first.encode("utf-8")) if first.startswith(_MARK) else 0
    fix = Fix(start=0, end=replaced, text=expected if replaced else expected + "\n")
    message = "the first line names another schema" if replaced else "the first line does not name the schema"
    problem = Problem("file/schema-header", (), message, excerpt(first), expected)
    yield problem.placed(path, Spot(), fix)
