import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from sekisho.model.base import Frozen, Language
from sekisho.serialize import canonical_json, digest, plain, pretty_json

KEYS = st.text(st.characters(max_codepoint=0xD7FF), max_size=5)
"""Below the surrogates the order of code points is that of RFC 8785."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | KEYS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


class Node(Frozen):
    """A value with an alias and children."""

    kind: str = "leaf"
    shown_as: str = Field(default="", alias="shownAs")
    children: tuple["Node", ...] = ()
    labels: dict[Language, str] = Field(default_factory=dict)


class Anything(Frozen):
    """A value of every type that a field may have, under a name that a template could stumble over."""

    anything: Any = Field(default=None, alias="100 %s")
    day: date = date(2026, 11, 16)
    at: datetime = datetime(2026, 11, 16, 10, tzinfo=UTC)
    language: Language = Language.JA
    numbers: Mapping[Language, float] = {}
    child: "Anything | None" = None


@given(VALUES, VALUES, st.floats(allow_nan=False, allow_infinity=False))
def test_a_model_is_written_as_its_dump_is(one, other, number):
    """What is written value by value is byte for byte what `json` makes of the whole model as JSON types."""
    inner = Anything(anything={"b": one, "a": [other]}, numbers={Language.JA: number, Language.EN: -number})
    for model in (inner, Anything(anything=one, child=inner), Anything(anything=(number, other)), Frozen()):
        assert canonical_json(model) == canonical_json([model])[1:-1] == canonical_json(plain(model))
    assert canonical_json(Anything(numbers=MappingProxyType({Language.EN: 1.0}))).count('{"en":1.0}') == 1


@given(VALUES)
def test_canonical_json_round_trips(value):
    """Reading it back gives the value."""
    assert json.loads(canonical_json(value)) == value
    assert json.loads(pretty_json(value)) == value


@given(st.dictionaries(KEYS, VALUES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value, dice):
    """Equal mappings have equal bytes and so one digest."""
    keys = list(value)
    dice.shuffle(keys)
    shuffled = {key: value[key] for key in keys}
    assert canonical_json(shuffled) == canonical_json(value)
    assert digest(shuffled) == digest(value)


@given(VALUES, VALUES)
def test_other_values_have_other_digests(one, other):
    """Two values share a digest only if they are written alike."""
    assert (digest(one) == digest(other)) is (canonical_json(one) == canonical_json(other))


def test_canonical_form_is_fixed():
    """Sorted keys, no white space, no escapes of printable characters: these bytes must never change."""
    value = {"b": [1, 2.5, True, None], "a": {"東": "京\n", "é": '"'}}
    assert canonical_json(value) == '{"a":{"é":"\\"","東":"京\\n"},"b":[1,2.5,true,null]}'
    assert digest(value) == hashlib.sha256(canonical_json(value).encode()).hexdigest()
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_models_are_written_by_alias_at_any_depth():
    """A model is its JSON, wherever it stands."""
    leaf = Node(shownAs="葉", labels={Language.JA: "は"})
    written = {"kind": "leaf", "shownAs": "葉", "children": [], "labels": {"ja": "は"}}
    assert plain(leaf) == written
    assert plain("text") == "text"
    assert canonical_json(Node(children=(leaf,))) == canonical_json(
        {"kind": "leaf", "shownAs": "", "children": [written], "labels": {}}
    )
    assert canonical_json({"nodes": [leaf]}) == canonical_json({"nodes": [written]})
    assert json.loads(pretty_json([leaf])) == [written]


def test_pretty_json_keeps_the_order_and_ends_the_line():
    """Files are for people: field order, indentation, one final newline."""
    assert pretty_json({"b": 1, "a": ["京"]}) == '{\n  "b": 1,\n  "a": [\n    "京"\n  ]\n}\n'


@pytest.mark.parametrize("function", [canonical_json, digest, pretty_json])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_that_json_cannot_say_are_refused(function, number):
    """NaN and infinities have no JSON."""
    for value in ({"a": number}, number, [number]):
        with pytest.raises(ValueError, match="Out of range"):
            function(value)


def test_a_model_with_a_number_that_json_cannot_say_is_refused():
    """No part of a model is replaced by null."""
    for value in (math.nan, {"a": [math.inf]}):
        with pytest.raises(ValueError, match="Out of range"):
            canonical_json(Anything(anything=value))


@pytest.mark.parametrize("function", [canonical_json, digest, pretty_json])
@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), {(1, 2): 3}])
def test_what_json_cannot_say_is_refused(function, value):
    """Sets, bytes, objects and compound keys are an error, never a guess."""
    with pytest.raises(TypeError):
        function({"a": value})


def test_half_a_character_has_no_digest():
    """A lone surrogate cannot be written as UTF-8: an error, not a replacement."""
    with pytest.raises(UnicodeEncodeError):
        digest("\ud800")
