"""Personal data in a reply that the dialogue did not bring: neither the user, nor a tool, nor a published page."""

from collections.abc import Sequence
from functools import lru_cache

from sekisho.model.kinds.policy import PiiRule
from sekisho.model.pii import PiiKind
from sekisho.model.trace import TurnTrace
from sekisho.text.pii import find_pii
from sekisho.text.pii.known import comparable, is_said, leaves

BREAK = " "
"""Stands between texts that are compared as one; no comparable text has it."""


def leaks(rule: PiiRule, turns: Sequence[TurnTrace], published: tuple[str, ...]) -> list[str]:
    """Return what the reply of the last of `turns` gives away, each as its kind and length: never the value.

    A secret is only known when the user said it or the policy allows it: that a tool returned one, or that a page
    holds one, is what must not be passed on.
    """
    reply = turns[-1].reply
    found = [(span.kind, reply[span.start : span.end]) for span in find_pii(reply) if span.kind in rule.block]
    if not found:
        return []
    said = BREAK.join(map(comparable, [*(turn.user for turn in turns), *rule.allow]))
    returned = BREAK.join(
        comparable(text) for turn in turns for call in turn.tool_calls for text in leaves(call.result)
    )
    public = BREAK.join((said, returned, _joined(published)))
    return [
        f"{kind} ({len(value)} characters)"
        for kind, value in found
        if not is_said(kind, value, said if kind is PiiKind.SECRET else public)
    ]


@lru_cache(maxsize=4)
def _joined(published: tuple[str, ...]) -> str:
    return BREAK.join(map(comparable, published))
