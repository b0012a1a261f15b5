"""Shapes: plain data against the model of its kind. Each disagreement becomes a problem at the value's own place."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sekisho.model.base import Json
from sekisho.registry import explain
from sekisho.registry.document import Document, Path
from sekisho.registry.problem import Problem
from sekisho.registry.scalars import boolean_word, quoted

_DISCRIMINATORS = ("kind", "type")


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Return the validator of a model; it is built once a process."""
    return TypeAdapter(shape)


def validate(shape: Any, document: Document) -> tuple[Any, tuple[Problem, ...]]:
    """Return the artifact (None where the data has another shape) and every disagreement, one a place."""
    try:
        return adapter(shape).validate_python(document.data, by_alias=True, by_name=False), ()
    except ValidationError as error:
        problems: dict[tuple[Path, bool, str], Problem] = {}
        for detail in error.errors(include_url=False):
            if not _follows_from_another(detail):
                problem = _problem(shape, document, detail)
                missing = problem.message if problem.rule == "schema/missing-key" else ""
                place = (problem.path, problem.at_key, missing)
                problems[place] = explain.either(problems[place], problem) if place in problems else problem
        return None, tuple(problems.values())


def _follows_from_another(detail: Mapping[str, Any]) -> bool:
    """A list whose items are refused is also called too short; that says nothing new."""
    return detail["type"] == "too_short" and bool(len(detail["input"]) >= detail["ctx"]["min_length"])


def _problem(shape: Any, document: Document, detail: Mapping[str, Any]) -> Problem:
    path, rest = data_path(document.data, detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return explain.unknown_key(adapter(shape), document.data, path)
    if kind == "missing":
        return explain.missing_key(path, str(rest[-1]))
    if kind == "union_tag_not_found":
        return explain.missing_key(path, detail["ctx"]["discriminator"].strip("'"))
    if rest == ("[key]",):
        return explain.disagreement(detail, path, at_key=True)
    if document.is_plain(path):
        detail = {**detail, "written": document.written(path)}
    return explain.disagreement(detail, path, repair=_repair(document, path, kind))


def data_path(data: Json, loc: tuple[str | int, ...]) -> tuple[Path, tuple[str | int, ...]]:
    """Translate pydantic's location to a path in the data and the parts that are not in it.

    The name of a union's member stands in pydantic's location, right after the mapping, and not in the data.
    """
    path: list[str | int] = []
    member_read = False
    for step, part in enumerate(loc):
        if isinstance(data, dict) and not member_read and any(data.get(name) == part for name in _DISCRIMINATORS):
            member_read = True
            continue
        if not (part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)):
            return tuple(path), loc[step:]
        path.append(part)
        data, member_read = data[part], False
    return tuple(path), ()


def _repair(document: Document, path: Path, kind: str) -> str | None:
    """Return the text that certainly mends a plain scalar of the wrong type, or None."""
    if not document.is_plain(path):
        return None
    written = document.written(path)
    if kind == "string_type" and written:
        return quoted(written)
    return boolean_word(written) if kind == "bool_type" else None
