"""The classifier knows every field that can be written."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from sekisho.change.fields import covers, fits, pattern
from sekisho.change.types.table import RULES, classify
from sekisho.model.change import ChangeType
from sekisho.model.kinds.table import KINDS
from sekisho.model.kinds.workflow import Node
from sekisho.model.ref import Kind

UNTYPED = {Kind.CHANGE, Kind.INCIDENT}


def _models(shape: Any) -> list[type[BaseModel]]:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [shape]
    return [model for part in get_args(shape) for model in _models(part)]


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


FIELDS = [
    (spec.kind, name)
    for spec in KINDS
    if spec.kind is not Kind.RECORDING
    for model in _models(spec.shape)
    for name in _names(model)
]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_every_field_of_every_kind_is_classified(kind: Kind, name: str) -> None:
    """No field a registry file may have falls through to `unknown`, except into its parts."""
    path = (name, "inputs") if name == "x-sekisho" else (name,)
    assert classify(kind, path)[0] is not ChangeType.UNKNOWN


@pytest.mark.parametrize("model", _models(Node), ids=lambda model: str(model.__name__))
def test_every_field_of_every_node_is_classified(model: type[BaseModel]) -> None:
    """The fields of workflow nodes are all known."""
    assert all(classify(Kind.WORKFLOW, ("nodes", "n", name))[0] is not ChangeType.UNKNOWN for name in _names(model))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_rule_for_the_file(kind: Kind) -> None:
    """A file of each kind that comes or goes has a type; only records of operations have none."""
    assert (classify(kind, ())[0] is None) == (kind in UNTYPED)
    assert classify(kind, ())[0] is not ChangeType.UNKNOWN


def test_unknown_field() -> None:
    """A field the table does not know is unknown, so everything runs."""
    assert classify(Kind.PROMPT, ("voice",))[0] is ChangeType.UNKNOWN
    assert classify(Kind.PROMPT, ("x-sekisho", "voice"))[0] is ChangeType.UNKNOWN


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: ".".join(rule.path))
def test_no_rule_is_shadowed(rule: Any) -> None:
    """Every rule decides about its own path for each of its kinds: none is dead."""
    path = tuple("any" if part == "*" else part for part in rule.path)
    for kind in rule.kinds:
        assert classify(kind, path) == (rule.type, rule.why)


def test_patterns() -> None:
    """`*` is one segment; a pattern covers what lies inside it and fits only itself."""
    assert pattern("") == ()
    assert pattern("a.*") == ("a", "*")
    assert covers(("a", "*"), ("a", "b", "c"))
    assert not covers(("a", "*"), ("a",))
    assert fits(("a", "*"), ("a", "b"))
    assert not fits(("a", "*"), ("a", "b", "c"))
