"""Two replies with what differs between them marked: words of Latin script as a whole, Japanese by the character."""

import re

from sekisho.report.markup import TEXT_LIMIT, Html, element, prose
from sekisho.report.safe import paragraph
from sekisho.text.difference import Step, steps

TOKEN = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
MOST_DIFFERENCES = 160
LEAST_RUN = 3
LEAST_COMMON = 0.3
"""Below this share of common characters marks would cover everything: the texts are simply different."""


def marked(before: str, after: str) -> tuple[Html, Html]:
    """Return both texts, removals marked in the first and additions in the second."""
    old, new = paragraph(before, TEXT_LIMIT), paragraph(after, TEXT_LIMIT)
    found = _joined(steps(TOKEN.findall(old), TOKEN.findall(new), MOST_DIFFERENCES))
    common = sum(len("".join(step.items)) for step in found if step.kind == "=")
    if 2 * common < LEAST_COMMON * (len(old) + len(new)):
        return prose(old), prose(new)
    return _side(found, "-", "del"), _side(found, "+", "ins")


def _side(found: list[Step], kind: str, tag: str) -> Html:
    parts = ((step.kind, prose("".join(step.items))) for step in found if step.kind in ("=", kind))
    return Html("".join(text if own == "=" else element(tag, text) for own, text in parts))


def _joined(found: list[Step]) -> list[Step]:
    """Join changes that only one or two characters part: such a short common run says nothing to a reader."""
    joined: list[Step] = []
    for number, step in enumerate(found):
        inner = 0 < number < len(found) - 1
        if step.kind == "=" and inner and len("".join(step.items)) < LEAST_RUN:
            joined += [Step("-", step.items), Step("+", step.items)]
        else:
            joined.append(step)
    return joined
