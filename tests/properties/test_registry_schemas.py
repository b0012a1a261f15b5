import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from sekisho.model.base import Json
from sekisho.model.kinds.table import KINDS
from sekisho.model.ref import Kind
from sekisho.registry.parse import parse_yaml
from sekisho.registry.paths import place_of
from sekisho.registry.shape import adapter

BASE = Path(__file__).parents[1] / "examples" / "registries" / "_base"
SHIPPED = Path(__file__).parents[2]
SHAPES = {spec.kind: spec.shape for spec in KINDS}


@cache
def example_path(kind: Kind) -> Path:
    """A file of a kind in the valid registry, or in the shipped one where that has none."""
    for root in (BASE, SHIPPED):
        for file in sorted((root / "registry").rglob("*.*")):
            place = place_of(file.relative_to(root).as_posix())
            if place is not None and place.spec.kind is kind:
                return file
    raise AssertionError(f"the valid registry has no {kind}")


@cache
def example(kind: Kind) -> Json:
    """The plain data of that file; of a recordings file its first line."""
    content = example_path(kind).read_bytes()
    if kind is Kind.RECORDING:
        return json.loads(content.splitlines()[0])
    document, _ = parse_yaml("f", content)
    assert document is not None
    return document.data


@cache
def checker(kind: Kind) -> Draft202012Validator:
    """The validator of the generated schema, with the formats of time."""
    return Draft202012Validator(adapter(SHAPES[kind]).json_schema(), format_checker=FORMATS)


FORMATS = FormatChecker(())


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value).tzinfo)


@FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


def places(data: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in the data."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in items for place in places(value, (*path, key)))]


def changed(data: Json, path: tuple[Any, ...], value: Json, how: str) -> Json:
    """A copy in which the value at the path is replaced, removed or joined by an unknown key."""
    if not path:
        return {**data, "unknown": value} if how == "add" and isinstance(data, dict) else value
    copy = dict(data) if isinstance(data, dict) else list(data)
    if len(path) == 1 and how == "remove":
        del copy[path[0]]
    else:
        copy[path[0]] = changed(data[path[0]], path[1:], value, how)
    return copy


def accepted(kind: Kind, data: Json) -> bool:
    """Whether pydantic takes the data as files are read."""
    try:
        adapter(SHAPES[kind]).validate_python(data, by_alias=True, by_name=False)
    except ValidationError:
        return False
    return True


ODD: list[Json] = [None, True, 0, -1, 1.5, 10**6, "", "x", "BAD ID", [], ["x"], {}, {"x": 1}]
ODD += ["2026-11-16", "2026-11-31", "2026-11-16T10:00:00", "2026-11-16T25:00:00Z", 20261116, "20261116"]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_valid_file_of_a_kind_is_valid_for_both(kind: Kind) -> None:
    """Otherwise mutations of it would prove nothing."""
    assert accepted(kind, example(kind))
    assert checker(kind).is_valid(example(kind))


@pytest.mark.parametrize("kind", list(Kind))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_pydantic_and_the_schema_give_the_same_answer(kind: Kind, data: st.DataObject) -> None:
    """The same documents, good and mutated: editors and other languages see what we see."""
    document = example(kind)
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(places(document)))
        how = data.draw(st.sampled_from(["set", "add", "remove"]))
        document = changed(document, path, data.draw(st.sampled_from(ODD)), how)
    assert accepted(kind, document) == checker(kind).is_valid(document), document
