"""Text of others as GitHub's Markdown: it renders as exactly that text, mentions nobody and refers to nothing.

GitHub looks for mentions, references, addresses and emoji in the *rendered* text, so a backslash or an entity is no
protection against those: a zero-width space inside them is (`@&#8203;team`). Nothing of it is looked for in code.
"""

import re
from html import escape

from sekisho.report.safe import printable

_SPECIAL = re.compile(r"([\\`*_\[\]~|<>&#$])")
_AT_START = re.compile(r"^([+=-]|[0-9]+(?=[.)]))")
_GAP = "\0"
"""Stands for a zero-width space until everything else is escaped; printable text has no NUL."""
_LINKED = re.compile(
    r"@(?=\S)"  # a mention, an address
    r"|#(?=[0-9])|\bGH-(?=[0-9])"  # an issue, also with its repository before it
    r"|:(?=//)|\bwww(?=\.)"  # an address
    r"|:(?=[\w+-]+(?::|$))",  # an emoji, or the beginning of one that a colon of ours would end
    re.IGNORECASE,
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "|": "&#124;", "$": "<span>$</span>"}
"""GitHub's way to write a dollar sign that begins no formula is an element around it."""
_COMMENT = re.compile(r"<!(?=--)")


def markdown(text: object, limit: int = 200) -> str:
    """Return `text` as Markdown on one line that renders as exactly that text, without the blanks around it."""
    shown = _LINKED.sub(rf"\g<0>{_GAP}", printable(text, limit).strip())
    shown = _AT_START.sub(_started, _SPECIAL.sub(_escaped, shown))
    return shown.replace(_GAP, "&#8203;")


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found.group(), f"\\{found.group()}")


def _started(found: re.Match[str]) -> str:
    """What begins a list, an underlined heading or a numbered list: the sign, or the one after the number."""
    return f"{found.group()}\\" if found.group().isdigit() else f"\\{found.group()}"


def markdown_code(text: object, limit: int = 200) -> str:
    """Return `text` as inline code, "" for nothing; its fence is longer than any run of backticks inside.

    A comment in it stays text, but a search of the source for one of our markers must not find it.
    """
    shown = _COMMENT.sub("<\u200b!", printable(text, limit))
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    if not shown.strip():
        return ""
    return f"{fence} {shown} {fence}" if len(fence) > 1 or shown != shown.strip() else f"`{shown}`"


def inline_html(text: object, limit: int = 200) -> str:
    """Return `text` for a line of our own HTML, where no Markdown is read: it shows as exactly that text."""
    shown = escape(_LINKED.sub(rf"\g<0>{_GAP}", printable(text, limit).strip()))
    return shown.replace("$", _ENTITIES["$"]).replace(_GAP, "&#8203;")


def details(summary: str, body: str, *, opened: bool = False) -> str:
    """Return a part that the reader unfolds. `summary` is HTML, `body` Markdown: blank lines around it make it so."""
    return f"<details{' open' if opened else ''}>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def bullets(lines: list[str]) -> str:
    """Return a list; the lines are Markdown already."""
    return "\n".join(f"- {line}" for line in lines)
