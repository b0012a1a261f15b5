"""Strict YAML: one pass over the parser's events. What YAML would do silently is a finding here.

Refused: duplicate keys, anchors, aliases, tags, merge keys, several documents, directives, keys that are not
strings, control characters, byte order marks, other encodings, files over 1 MiB, nesting deeper than 64.
"""

import re
from typing import Any

import yaml

from sekisho.model.finding import Finding, Fix
from sekisho.registry.builder import Builder
from sekisho.registry.document import Document, Spot
from sekisho.registry.problem import Problem, excerpt

MAX_BYTES = 1 << 20
BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_Parser: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def parse_yaml(path: str, content: bytes) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document in `content` (None where it has no usable one) and what is wrong with it.

    `path` is for the findings. Time and memory are linear in the size, which is bounded.
    """
    text, findings = decode(path, content)
    if text is None:
        return None, tuple(findings)
    builder = Builder(text)
    try:
        builder.consume(_Parser(text))
    except yaml.YAMLError as error:
        builder.problems.append((_syntax(error), _place(text, error), None))
        builder.usable = False
    findings += [problem.placed(path, spot, fix) for problem, spot, fix in builder.problems]
    return builder.document(), tuple(findings)


def _syntax(error: yaml.YAMLError) -> Problem:
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    context = getattr(error, "context", None)
    return Problem("yaml/syntax", (), f"not YAML: {said}" + (f" {context}" if context else ""))


def _place(text: str, error: yaml.YAMLError) -> Spot:
    """Return where the error is; the parser sees the end of a file one line after its last."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
    lines = text.removesuffix("\n").split("\n")
    return Spot(line + 1, column + 1) if line < len(lines) else Spot(len(lines), len(lines[-1]) + 1)


def decode(path: str, content: bytes, limit: int = MAX_BYTES) -> tuple[str | None, list[Finding]]:
    """Return the text of a file (None where it has none) and what is wrong with its bytes."""
    if len(content) > limit:
        size = Problem("file/too-large", (), "the file is too large", None, f"at most {limit} bytes")
        return None, [size.placed(path, Spot())]
    findings = []
    if content.startswith(BOM):
        mark = Problem("file/byte-order-mark", (), "the file starts with a byte order mark", None, "none")
        findings.append(mark.placed(path, Spot(), Fix(start=0, end=len(BOM), text="")))
        content = content[len(BOM) :]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [*findings, _not_utf8(content, error).placed(path, _spot(content, error.start))]
    return _checked(path, text, findings)


def _not_utf8(content: bytes, error: UnicodeDecodeError) -> Problem:
    found = f"byte 0x{content[error.start]:02x}"
    return Problem("file/encoding", (), "the file is not UTF-8", found, "UTF-8")


def _spot(content: bytes, offset: int) -> Spot:
    before = content[:offset].decode("utf-8", "replace")
    return Spot(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1, offset, offset + 1)


def _checked(path: str, text: str, findings: list[Finding]) -> tuple[str | None, list[Finding]]:
    """Control characters end the reading; direction overrides (text that shows as other text) and CR do not."""
    control = _CONTROL.search(text)
    if control:
        found = excerpt(control[0])
        message = "a control character, or a line break other than LF"
        problem = Problem("file/control-character", (), message, found, "an escape in a quoted string")
        return None, [*findings, problem.placed(path, _text_spot(text, control.start()))]
    direction = None if text.isascii() else _DIRECTION.search(text)
    if direction:
        message = "an invisible character that changes how the text is shown"
        problem = Problem("file/hidden-character", (), message, excerpt(direction[0]), "an escape in a quoted string")
        findings.append(problem.placed(path, _text_spot(text, direction.start())))
    if "\r" in text:
        problem = Problem("file/line-ending", (), "a line ends with CR", None, "LF")
        findings.append(problem.placed(path, _text_spot(text, text.index("\r")), _line_end(text)))
    return text, findings


def _line_end(text: str) -> Fix:
    """Return the repair of the first line that ends with CR."""
    at = text.index("\r")
    start = len(text[:at].encode("utf-8"))
    return Fix(start=start, end=start + (2 if text.startswith("\r\n", at) else 1), text="\n")


def with_lf(content: bytes) -> bytes:
    """Return the content with every line end as LF; to YAML that is the same."""
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _text_spot(text: str, offset: int) -> Spot:
    return Spot(text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)
