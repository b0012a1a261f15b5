import pytest

from sekisho.registry.document import Document, Path
from sekisho.registry.parse import parse_yaml

TEXT = """\
# 日本語 comment
name: "é quoted"
list: [1, {a: b}]
block: |
  first
    second
folded: >-
  one
  two
escaped: "a\\tb c"
"""


def read(text: str) -> Document:
    """The document of a text without findings."""
    document, findings = parse_yaml("f", text.encode())
    assert findings == ()
    assert document is not None
    return document


def test_every_key_and_item_has_a_place() -> None:
    """Keys stand where their names are, items where they begin; nested ones too."""
    found = dict(read("a: 1\nb:\n  - x\n  - {c: [y]}\n").places())
    assert found == {
        ("a",): (1, 1),
        ("b",): (2, 1),
        ("b", 0): (3, 5),
        ("b", 1): (4, 5),
        ("b", 1, "c"): (4, 6),
        ("b", 1, "c", 0): (4, 10),
    }
    assert dict(read("plain\n").places()) == {}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (2, 1)),
        (("name",), (2, 7)),
        (("list", 0), (3, 8)),
        (("list", 1), (3, 11)),
        (("list", 1, "a"), (3, 15)),
        (("list", 1, "gone", "on"), (3, 11)),
        (("list", 9), (3, 7)),
        (("list", "x"), (3, 7)),
        (("name", 0), (2, 7)),
    ],
)
def test_values_are_found_by_path(path: Path, place: tuple[int, int]) -> None:
    """Line and column from 1; where the path leaves the data, the last value on it."""
    document = read(TEXT)
    spot = document.spot(path)
    assert (spot.line, spot.column) == place == document.line_column(path)


def test_keys_have_their_own_place_and_spans_are_bytes() -> None:
    """Characters of several bytes before a value move its span, not its column."""
    document = read(TEXT)
    assert (document.spot(("list", 1, "a"), key=True).column, document.spot(("list",), key=True).column) == (12, 1)
    spot = document.spot(("name",))
    assert TEXT.encode()[spot.start : spot.end].decode() == '"é quoted"'


@pytest.mark.parametrize(
    ("path", "offset", "place"),
    [
        (("block",), 0, (5, 3)),
        (("block",), 8, (6, 5)),
        (("name",), 2, (2, 10)),
        (("folded",), 4, (7, 9)),
        (("escaped",), 3, (10, 10)),
        (("list", 1), 0, (3, 11)),
    ],
)
def test_places_inside_strings(path: Path, offset: int, place: tuple[int, int]) -> None:
    """Exact in literal blocks and one-line scalars; the scalar's start where YAML folds or unescapes."""
    spot = read(TEXT).inside(path, offset)
    assert (spot.line, spot.column) == place


def test_plain_scalars_are_told_from_quoted_ones_and_containers() -> None:
    """Only a plain scalar can have been meant otherwise."""
    document = read("a: 1.10\nb: 'x'\nc: []\n")
    assert [document.is_plain((key,)) for key in "abc"] == [True, False, False]
    assert [document.written((key,)) for key in "abc"] == ["1.10", "x", ""]
