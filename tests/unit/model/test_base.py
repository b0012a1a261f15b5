import copy

from sekisho.model.kinds.case import GoldenCase


def test_a_value_is_its_own_copy() -> None:
    """Values never change, so defaults are shared; a changed copy leaves the first as it was."""
    case = GoldenCase.model_validate({"title": "t", "language": "en", "turns": [{"user": "hi"}]})
    assert copy.deepcopy(case) is case
    changed = case.model_copy(update={"title": "other"})
    assert (case.title, changed.title, changed.end) == ("t", "other", case.end)
