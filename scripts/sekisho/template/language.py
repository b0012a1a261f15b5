"""The words and the bounds of the template language: what is not named here does not exist in it."""

from collections.abc import Mapping

FILTERS: Mapping[str, tuple[int, int]] = {
    "date": (0, 0),
    "default": (0, 2),
    "first": (0, 0),
    "int": (0, 1),
    "join": (0, 1),
    "last": (0, 0),
    "length": (0, 0),
    "lower": (0, 0),
    "replace": (2, 2),
    "round": (0, 1),
    "tojson": (0, 0),
    "trim": (0, 0),
    "upper": (0, 0),
    "weekday": (0, 0),
    "window": (0, 0),
}
"""Every filter, with the fewest and the most arguments it takes."""

FUNCTIONS = frozenset({"yes_no"})
"""Every function; each takes one argument."""

RESERVED = FUNCTIONS | {"caller", "kwargs", "loop", "self", "super", "varargs"}
"""Names that a template may neither read as variables nor bind."""

TESTS = frozenset({"boolean", "defined", "mapping", "none", "number", "sequence", "string", "undefined"})
LOOP_FIELDS = frozenset({"first", "index", "index0", "last", "length"})

WORKFLOW_NAMES = frozenset(
    {
        "config",
        "intent",
        "language",
        "last_action",
        "last_reply",
        "mode",
        "next_action",
        "nodes",
        "now",
        "outcome",
        "silence",
        "slots",
        "text",
        "today",
        "turn",
        "user",
        "vars",
        "workflow",
    }
)
"""What guards, node expressions and replies may read."""

SANDBOX_NAMES = frozenset({"arguments", "language", "now", "today"})
"""What the sandbox script of a tool may read."""

MAX_SOURCE = 64 * 1024
"""Characters of a source."""
MAX_TOKENS = 4000
MAX_DEPTH = 60
MAX_CONCAT = 100
"""Operands of `~` in one source."""
MAX_LOOP_DEPTH = 2
MAX_NUMBER = 10**15
MAX_TEXT = 64 * 1024
"""Characters of any text made on the way."""
FUEL = 100_000
"""Work of all loops of one rendering, in syntax nodes visited; a filter weighs `FILTER_WEIGHT` of them."""
FILTER_WEIGHT = 50
