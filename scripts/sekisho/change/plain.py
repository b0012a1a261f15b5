"""Plain data: when two values are equal, and how one is written on a line."""

import json
from collections.abc import Mapping
from typing import Any


def same(before: Any, after: Any) -> bool:
    """Whether two values mean the same where key order has no meaning; 1, 1.0 and true are three values."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before.keys() == after.keys() and all(same(before[key], after[key]) for key in before)
    if isinstance(before, list | tuple) and isinstance(after, list | tuple):
        return len(before) == len(after) and all(map(same, before, after))
    return type(before) is type(after) and bool(before == after)


def compact(value: Any) -> str:
    """Return a plain value as JSON on one line, keys sorted; whatever a broken file holds is written somehow."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
