"""The first lines of our comment: how it is found again, and which run wrote it.

They are read at the beginning of a body only. Text of others never stands there, and a marker inside it is
neutralised by `report.markdown`.
"""

import re

MARKER = "<!-- sekisho:gate -->"
_RUN = re.compile(r"\A<!-- sekisho:gate -->\r?\n<!-- sekisho:run ([0-9]{1,18})\.([0-9]{1,9}) -->(?:\r?\n|\Z)")


def marked(text: str, run: tuple[int, int]) -> str:
    """Return the comment `text` with the run that wrote it: the run's number and its attempt, in place of any other."""
    line = f"{MARKER}\n<!-- sekisho:run {run[0]}.{run[1]} -->\n"
    found = _RUN.match(text)
    return line + (text[found.end() :] if found else text.removeprefix(f"{MARKER}\n"))


def carries_marker(body: str) -> bool:
    """Say whether a comment begins as ours do; whose it is, its author says."""
    return body.startswith(MARKER)


def run_of(body: str) -> tuple[int, int] | None:
    """Return the run and attempt that wrote this comment; None where it does not begin with them."""
    found = _RUN.match(body)
    return (int(found[1]), int(found[2])) if found else None
