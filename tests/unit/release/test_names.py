from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.release.names import in_order, next_name, order

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ((), "release/2026.11.20.1"),
        (("release/2026.11.20.1", "release/2026.11.20.2"), "release/2026.11.20.3"),
        (("release/2026.11.20.9", "release/2026.11.20.10"), "release/2026.11.20.11"),
        (("release/2026.11.19.4", "release/2026.12.20.7"), "release/2026.11.20.1"),
        (("release/2026.11.20.x", "release/2026.11.20.01", "v1"), "release/2026.11.20.1"),
    ],
)
def test_next_name(tags: tuple[str, ...], expected: str) -> None:
    """The next release of a day is one more than the highest there is, whatever else is tagged."""
    assert next_name(tags, DAY) == expected


def test_order_is_by_number() -> None:
    """The tenth release of a day is later than the ninth; what is no release has no place."""
    tags = ["release/2026.11.20.10", "nightly", "release/2026.11.20.9", "release/2025.12.31.99", "release/2026.11.20"]
    assert in_order(tags) == ["release/2025.12.31.99", "release/2026.11.20.9", "release/2026.11.20.10"]


@given(st.lists(st.integers(1, 5000), max_size=20))
def test_next_is_free_and_last(numbers: list[int]) -> None:
    """The next name is taken by nothing and sorts after everything of its day."""
    tags = [f"release/2026.11.20.{number}" for number in numbers]
    name = next_name(tags, DAY)
    assert name not in tags
    assert in_order([*tags, name])[-1] == name


@given(st.text(max_size=40))
def test_only_release_names_have_an_order(text: str) -> None:
    """Text that is no release name is never sorted as one."""
    parts = order(text)
    assert parts is None or text.startswith("release/")
