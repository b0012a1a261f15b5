"""The two lines a sticky comment begins with: what it is, and which run wrote it. Nobody sees them on the page.

A mark counts on its own line only, so that no text inside a comment can be taken for one.
"""

import re
from typing import NamedTuple

GATE_MARK = "<!-- sekisho:gate -->"
_RUN_MARK = re.compile(r"<!-- sekisho:run ([0-9]{1,18})\.([0-9]{1,6})\.([0-9]{1,18}) -->")


class RunOrder(NamedTuple):
    """Which of two comments is newer: the gate's run and attempt, then the run that decided upon it (0: none did).

    The gate's run comes first, not the run that writes: a slow gate that began earlier may be reported later. A
    decision about the same gate is newer than the bare report, whichever of the two is late.
    """

    run: int
    attempt: int
    decided_by: int = 0


OLDEST = RunOrder(0, 0)
"""The order of a comment that does not say which run wrote it."""


def stamped(body: str, order: RunOrder) -> str:
    """Return a comment that begins with both marks; `body` may begin with the first one."""
    rest = body.removeprefix(GATE_MARK).lstrip("\n")
    return f"{GATE_MARK}\n<!-- sekisho:run {order.run}.{order.attempt}.{order.decided_by} -->\n{rest}"


def is_marked(body: str) -> bool:
    """Whether a comment begins with the gate's mark."""
    return body.replace("\r\n", "\n").split("\n", 1)[0] == GATE_MARK


def order_of(body: str) -> RunOrder:
    """Return the order a marked comment says it has, OLDEST where it says none."""
    lines = body.replace("\r\n", "\n").split("\n", 2)
    found = _RUN_MARK.fullmatch(lines[1]) if len(lines) > 1 else None
    return RunOrder(*map(int, found.groups())) if found else OLDEST
