"""GitHub's OpenAPI description as a judge of requests and answers, and a source of plain answers that conform."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

DESCRIPTION = Path(__file__).parent.parent / "openapi.json"
SAMPLES = {"uri": "https://github.test/x", "date-time": "2026-11-20T00:00:00Z", "email": "a@example.com"}


class Operation(NamedTuple):
    """One operation of the description and the parts of the path that met it."""

    method: str
    path: str
    values: dict[str, str]

    @property
    def described(self) -> Any:
        """Return its description."""
        return described()["paths"][self.path][self.method]


@cache
def described() -> Any:
    """Return the description, its nullable types written as JSON Schema says it."""
    return _as_json_schema(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


def _as_json_schema(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_json_schema(part) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: _as_json_schema(part) for key, part in value.items()}
    if found.get("nullable") is not True:
        return found
    del found["nullable"]
    return {"anyOf": [found, {"type": "null"}]}


def resolve(schema: Any) -> Any:
    """Follow references."""
    while isinstance(schema, dict) and "$ref" in schema:
        target: Any = described()
        for part in schema["$ref"][2:].split("/"):
            target = target[part]
        schema = target
    return schema


@cache
def _validator(pointer: tuple[str, ...]) -> Draft202012Validator:
    schema: Any = described()
    for part in pointer:
        schema = resolve(schema[part])
    return Draft202012Validator({"allOf": [schema], "components": described()["components"]})


def operation(method: str, path: str) -> Operation | None:
    """Return the operation that a path (not decoded) asks for, the most literal one; None where there is none."""
    found = []
    for template, methods in described()["paths"].items():
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)
        if (match := re.fullmatch(pattern, path)) and method.lower() in methods:
            found.append(Operation(method.lower(), template, match.groupdict()))
    return min(found, key=lambda one: one.path.count("{"), default=None)


def request_problems(one: Operation, query: dict[str, str], body: Any) -> list[str]:
    """Return what is wrong with a request: parameters or fields that are not described, or of another shape."""
    parameters = [resolve(parameter) for parameter in one.described.get("parameters", ())]
    known = {parameter["name"]: parameter["schema"] for parameter in parameters if parameter["in"] == "query"}
    problems = [f"{one.path}: no parameter {name!r}" for name in query if name not in known]
    for name, value in query.items():
        schema = resolve(known.get(name, {}))
        typed = int(value) if schema.get("type") == "integer" and value.isdecimal() else value
        typed = value == "true" if schema.get("type") == "boolean" else typed
        checker = Draft202012Validator({"allOf": [schema], "components": described()["components"]})
        problems += [f"{one.path}: {name}: {error.message}" for error in checker.iter_errors(typed)]
    return problems + _body_problems(one, body)


def _body_problems(one: Operation, body: Any) -> list[str]:
    if "requestBody" not in one.described:
        return [f"{one.path}: takes no body"] if body is not None else []
    pointer = ("paths", one.path, one.method, "requestBody", "content", "application/json", "schema")
    fields = resolve(one.described["requestBody"]["content"]["application/json"]["schema"]).get("properties", {})
    unknown = [f"{one.path}: no field {name!r}" for name in body or {} if name not in fields]
    return unknown + [f"{one.path}: body: {error.message}" for error in _validator(pointer).iter_errors(body)]


def answer_problems(one: Operation, status: int, body: Any) -> list[str]:
    """Return what is wrong with an answer: a status that is not described, or a body of another shape."""
    answers = one.described["responses"]
    if str(status) not in answers:
        # GitHub answers 403 and 404 to whoever lacks the permission; its description says so of some operations only.
        return [] if status in (403, 404) else [f"{one.method} {one.path}: status {status} is not described"]
    if "content" not in resolve(answers[str(status)]):
        return [] if body is None or status >= 400 else [f"{one.method} {one.path}: {status} has no body"]
    content = resolve(answers[str(status)])["content"]
    kind = next(iter(content))
    pointer = ("paths", one.path, one.method, "responses", str(status), "content", kind, "schema")
    errors = _validator(pointer).iter_errors(body)
    return [f"{one.method} {one.path}: {'/'.join(map(str, error.path))}: {error.message[:300]}" for error in errors]


def sample(name: str, /, **fields: Any) -> Any:
    """Return the plainest value of a named schema, with `fields` of its own."""
    return _merged(plainest({"$ref": f"#/components/schemas/{name}"}, null=False), fields)


def plainest(schema: Any, *, null: bool = True) -> Any:
    """Return a value that conforms: only what is required, null where that may be and `null` allows it."""
    schema = resolve(schema)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return None if null and {"type": "null"} in schema[key] else plainest(schema[key][0])
    if "allOf" in schema:
        merged: Any = {}
        for part in schema["allOf"]:
            value = plainest(part)
            merged = {**merged, **value} if isinstance(value, dict) else value
        return merged
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object" or "properties" in schema:
        properties = schema.get("properties", {})
        return {key: plainest(properties.get(key, {})) for key in schema.get("required", ())}
    plain: dict[str, Any] = {"array": [], "integer": 1, "number": 1, "boolean": False}
    kind = schema.get("type")
    return plain.get(str(kind), SAMPLES.get(schema.get("format", ""), "text"))


def _merged(value: Any, fields: Any) -> Any:
    """Lay fields over a value, dict into dict."""
    if not (isinstance(value, dict) and isinstance(fields, dict)):
        return fields
    return {**value, **{key: _merged(value.get(key), part) for key, part in fields.items()}}
