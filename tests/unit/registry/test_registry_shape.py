import pytest

from sekisho.model.base import Json
from sekisho.model.kinds.table import KINDS
from sekisho.model.ref import Kind
from sekisho.registry.explain import known_keys
from sekisho.registry.parse import parse_yaml
from sekisho.registry.shape import adapter, data_path, validate

SHAPES = {spec.kind: spec.shape for spec in KINDS}
WORKFLOW: Json = {"nodes": {"tool": {"kind": "tool", "tool": 3, "arguments": {"x": ""}}}, "edges": [{"from": "a"}]}


@pytest.mark.parametrize(
    ("loc", "path", "rest"),
    [
        (("nodes", "tool", "tool", "tool"), ("nodes", "tool", "tool"), ()),
        (("nodes", "tool", "tool", "arguments", "x"), ("nodes", "tool", "arguments", "x"), ()),
        (("nodes", "tool", "[key]"), ("nodes", "tool"), ("[key]",)),
        (("edges", 0, "to"), ("edges", 0), ("to",)),
        (("edges", "x"), ("edges",), ("x",)),
        (("nodes", "tool", "tool", "tool", "str"), ("nodes", "tool", "tool"), ("str",)),
    ],
)
def test_pydantic_s_location_becomes_a_path(
    loc: tuple[str | int, ...], path: tuple[str | int, ...], rest: tuple[str | int, ...]
) -> None:
    """Members of unions are left out, even where node, kind and field have one name."""
    assert data_path(WORKFLOW, loc) == (path, rest)


def problems(kind: Kind, text: str) -> list[tuple[str, str | None, str | None]]:
    """What is wrong with the shape of a text."""
    document, _ = parse_yaml("f", text.encode())
    assert document is not None
    _, found = validate(SHAPES[kind], document)
    return sorted((".".join(map(str, problem.path)), problem.expected, problem.repair) for problem in found)


def test_a_union_of_types_is_one_problem() -> None:
    """Four disagreements at one value are said once, without a repair nobody can be certain of."""
    (found,) = problems(Kind.CONFIG, "settings: {a: {value: }}")
    assert found == ("settings.a.value", "true or false or a whole number or a number or a string", None)


def test_every_missing_key_is_said() -> None:
    """Though they are missing at one place."""
    assert [expected for _, expected, _ in problems(Kind.MODEL, "{}")] == ["model: ...", "provider: ..."]


def test_items_that_are_wrong_do_not_make_a_list_short() -> None:
    """Pydantic counts only good items; we do not repeat that."""
    (found,) = problems(Kind.PROMPT, "name: x\nmodel: x\nmessages: [{role: user, content: 1}]\n")
    assert found == ("messages.0.content", "a string", '"1"')


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), "nodes"),
        (("nodes", "tool"), "arguments"),
        (("edges", 0), "when"),
        (("limits",), "max_turns"),
        (("edges",), ""),
    ],
)
def test_known_keys_of_every_depth(path: tuple[str | int, ...], expected: str) -> None:
    """Through patterns, lists, references and the member a value names."""
    data = {**WORKFLOW, "limits": {}}
    keys = known_keys(adapter(SHAPES[Kind.WORKFLOW]).json_schema(), data, path)
    assert (expected in keys) if expected else keys == []


def test_data_without_a_shape_has_no_known_keys() -> None:
    """Anything goes in a test row."""
    data: Json = {"testData": [{"x": {}}]}
    assert known_keys(adapter(SHAPES[Kind.PROMPT]).json_schema(), data, ("testData", 0, "x")) == []


def test_known_keys_of_an_optional_mapping() -> None:
    """`X or null` has the keys of X."""
    data: Json = {"price": {"input_per_milion": 1.0}}
    assert "input_per_million" in known_keys(adapter(SHAPES[Kind.MODEL]).json_schema(), data, ("price",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clock: 20261116", "a time such as 2026-11-16T10:00:00+09:00"),
        ("clock: '2026-11-16'", "a time such as 2026-11-16T10:00:00+09:00"),
        ("clock: 2026-02-30T10:00:00Z", "a day and a time that exist"),
    ],
)
def test_times_are_written_out(text: str, expected: str) -> None:
    """What pydantic would read as seconds or midnight is refused."""
    (found,) = problems(Kind.POLICY, f"type: gate\nmetrics: {{x: {{margin: 0.1}}}}\n{text}\n")
    assert expected in (found[1] or "")
