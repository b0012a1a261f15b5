"""Laws of the semantic diff, over documents of the example registry and random edits of them."""

import copy
import random
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from sekisho.change.change_set import change_set
from sekisho.change.diff import diff
from sekisho.change.pairs import FilePair, Side
from sekisho.model.change import Change, ChangeType
from sekisho.model.ref import Kind
from sekisho.registry.paths import place_of
from sekisho.registry.reading import read_file

BASE = Path(__file__).parents[1] / "examples" / "changes" / "_base"
SIDES: list[Side] = []
for file in sorted((BASE / "registry").rglob("*")):
    name = file.relative_to(BASE).as_posix()
    place = place_of(name)
    if place is not None and place.spec.kind is not Kind.RECORDING:
        SIDES.append(Side(name, "base", place.spec.kind, place.id, read_file(name, "base", file.read_bytes()).data))

ANY_SIDE = st.sampled_from(SIDES)
VALUES = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["x", "{{ user }}", "料金", ""])
DICE = st.integers(0, 2**32).map(random.Random)


def _other(side: Side, data: Any, blob: str = "head") -> Side:
    return Side(side.path, blob, side.kind, side.id, data)


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a document."""
    if isinstance(data, dict):
        return [(data, key) for key in data] + [place for value in data.values() for place in _places(value)]
    if isinstance(data, list):
        return [(data, index) for index in range(len(data))] + [place for value in data for place in _places(value)]
    return []


@st.composite
def edited(draw: st.DrawFn, data: Any) -> Any:
    """Return a copy of a document with some values replaced, removed, repeated or moved."""
    found = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        places = _places(found)
        if not places:
            break
        container, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(["replace", "remove", "repeat", "reverse"])):
            case "replace":
                container[key] = draw(VALUES)
            case "remove":
                del container[key]
            case "repeat" if isinstance(container, list):
                container.append(copy.deepcopy(container[key]))
            case _ if isinstance(container, list):
                container.reverse()
    return found


def _shuffled(data: Any, dice: random.Random, path: tuple[str, ...] = ()) -> Any:
    """Return a copy with every mapping's keys in another order, except where their order acts."""
    if isinstance(data, list):
        return [_shuffled(value, dice, (*path, "*")) for value in data]
    if not isinstance(data, dict):
        return data
    keys = list(data)
    if path[-1:] != ("set",):
        dice.shuffle(keys)
    return {key: _shuffled(data[key], dice, (*path, key)) for key in keys}


def _types(changes: tuple[Change, ...]) -> tuple[ChangeType, ...]:
    return change_set("base", "head", changes).types


@given(ANY_SIDE)
def test_a_file_with_itself_has_no_differences(side: Side) -> None:
    """diff(x, x) is empty."""
    assert diff([FilePair(side, side)]) == ()


@given(ANY_SIDE, DICE)
def test_key_order_is_formatting(side: Side, dice: random.Random) -> None:
    """Another order of keys is one neutral change."""
    (change,) = diff([FilePair(side, _other(side, _shuffled(side.data, dice)))])
    assert (change.type, change.field) == (None, "")


@given(ANY_SIDE, st.booleans(), st.sampled_from([40, 80, 1000]), st.booleans())
def test_layout_and_comments_are_formatting(side: Side, flow: bool, width: int, escapes: bool) -> None:
    """The same data written with other quotes, indents, comments and line breaks is one neutral change."""
    written = yaml.safe_dump(side.data, default_flow_style=flow, width=width, allow_unicode=not escapes)
    reading = read_file(side.path, "head", f"# a comment\n{written}\n# another\n".encode())
    (change,) = diff([FilePair(side, _other(side, reading.data))])
    assert (change.type, change.field) == (None, "")


@given(st.data(), ANY_SIDE)
def test_types_do_not_depend_on_the_direction(data: st.DataObject, side: Side) -> None:
    """types(diff(a, b)) == types(diff(b, a))."""
    one, other = data.draw(edited(side.data)), data.draw(edited(side.data))
    there = diff([FilePair(_other(side, one, "1"), _other(side, other, "2"))])
    back = diff([FilePair(_other(side, other, "2"), _other(side, one, "1"))])
    assert _types(there) == _types(back)
    assert {change.field for change in there} == {change.field for change in back}


@given(st.data(), ANY_SIDE)
def test_every_difference_of_data_is_reported(data: st.DataObject, side: Side) -> None:
    """A document that says something else never passes as formatting, unless only empty lists or set order differ."""
    head = data.draw(edited(side.data))
    (*changes,) = diff([FilePair(side, _other(side, head))])
    assert changes
    if changes[0].field == "" and changes[0].type is None and "formatting" in changes[0].reason:
        assert _normal(side.data) == _normal(head)


def _normal(data: Any) -> Any:
    """What a document means at most: without empty lists, and every list as a set."""
    if isinstance(data, dict):
        found = {key: _normal(value) for key, value in data.items()}
        return {key: value for key, value in found.items() if value != []}
    if isinstance(data, list):
        return sorted({repr(_normal(value)) for value in data})
    return (type(data).__name__, data)


@given(st.lists(ANY_SIDE, max_size=6, unique_by=lambda side: side.path), DICE)
def test_order_of_files_means_nothing(sides: list[Side], dice: random.Random) -> None:
    """The same changed files in another order are the same change."""
    pairs = [FilePair(None, side) for side in sides]
    shuffled = dice.sample(pairs, len(pairs))
    assert diff(pairs) == diff(shuffled)


@given(st.lists(ANY_SIDE, max_size=6, unique_by=lambda side: side.path))
def test_types_of_a_union_are_the_union_of_types(sides: list[Side]) -> None:
    """No file can hide the type of another."""
    together = set(_types(diff([FilePair(side, None) for side in sides])))
    apart = {kind for side in sides for kind in _types(diff([FilePair(side, None)]))}
    assert together == apart
