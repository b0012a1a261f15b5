"""How a check is made, and when two JSON values are the same."""

from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.model.run import Check
from sekisho.model.trace import STAGE_OF_FIELD


def make_check(turn: int | None, field: str, code: str, passed: bool, *, expected: Json, observed: Json) -> Check:
    """Return a check of `field` (dotted) at the stage that decides it; `code` is what its failure is called."""
    stage = STAGE_OF_FIELD[field.partition(".")[0]]
    return Check(turn=turn, field=field, stage=stage, code=code, passed=passed, expected=expected, observed=observed)


def same(left: Json, right: Json) -> bool:
    """Say whether two JSON values are equal; true is not 1, a tuple is a list."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)
