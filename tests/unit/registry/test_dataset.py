import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.model.rule import DATASET_RULES, RULES
from sekisho.registry.dataset import MAX_LINE_BYTES, empty, read_case, repeated
from sekisho.registry.document import Path
from sekisho.registry.json_text import offset_of, strictly

CASE = {"id": "a", "title": "t", "language": "en", "turns": [{"user": "hi", "expect": {"intent": "greet"}}]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


def _found(line: str | bytes, number: int = 3) -> list[str]:
    content = line.encode() if isinstance(line, str) else line
    case, findings = read_case("cases.jsonl", number, content, ("done",))
    assert (case is None) or not findings or findings[0].rule in RULES
    return [str(finding) for finding in findings]


def test_a_line_is_a_case() -> None:
    """With its id; nothing is wrong with it."""
    case, findings = read_case("cases.jsonl", 1, json.dumps(CASE).encode(), ())
    assert (case and case.id, findings) == ("a", ())


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        ('{"id": "a", "tilte": 1}', 'cases.jsonl:3:13: an unknown key, found "tilte", expected title (did you mean'),
        ("{}", 'cases.jsonl:3:1: the key "id" is missing'),
        ('["a"]', "cases.jsonl:3:1: wrong type, found a list of 1, expected a mapping [schema/type]"),
        ("nonsense", "cases.jsonl:3:1: not JSON: Expecting value [dataset/json]"),
        ('{"id": "a",}', "cases.jsonl:3:12: not JSON:"),
        ('{"id": NaN}', "cases.jsonl:3:1: not JSON: NaN is not JSON [dataset/json]"),
        ('{"id": 1e999}', "not JSON: 1e999 is too large a number"),
        ('{"id": "\\ud800"}', "not JSON: half of a surrogate pair"),
        ('{"id": "a", "id": "b"}', 'a key stands twice in one mapping, found "id"'),
        ("[" * 100_000, "cases.jsonl:3:1: not JSON:"),
        (b'{"id": "\xff"}', "cases.jsonl:3:1: the line is not UTF-8, found byte 0xff, expected UTF-8 [dataset/json]"),
        (b"\xef\xbb\xbf{}", "the file starts with a byte order mark"),
        (b'"' + b"x" * MAX_LINE_BYTES, "cases.jsonl:3:1: the line is too long"),
    ],
)
def test_what_is_wrong_is_found_at_its_place(line: str | bytes, finding: str) -> None:
    """Line, column, what was found and what was expected."""
    assert any(found.startswith(finding) or finding in found for found in _found(line)), _found(line)


def _with(**changes: Any) -> str:
    return json.dumps(CASE | changes)


def test_a_case_is_held_to_the_rules_of_golden_cases() -> None:
    """A case without an expectation, expectations that contradict each other, and concepts the lexicon lacks."""
    assert "a case that asserts nothing" in _found(_with(turns=[{"user": "hi"}]))[0]
    both = {"contains": ["x"], "not_contains": ["x"], "concepts": ["don"], "not_concepts": ["done"]}
    line = _with(turns=[{"user": "hi", "expect": {"reply": both}}])
    contradiction, unknown = _found(line)
    column = line.index('"x"]', line.index("not_contains")) + 1
    assert contradiction.startswith(f"cases.jsonl:3:{column}: ")
    column = line.index('"don"') + 1
    assert unknown.startswith(f"cases.jsonl:3:{column}: an unknown concept")
    assert "done (did you mean it?)" in unknown


def test_rules_of_a_dataset_are_described() -> None:
    """Every rule a finding can name has its sentence."""
    lines: list[str | bytes] = ["x", b"x" * (MAX_LINE_BYTES + 1)]
    found = {finding.rule for line in lines for finding in read_case("f", 1, _bytes(line), ())[1]}
    assert found | {empty("f").rule, repeated("f", 2, "a", 1).rule} == set(DATASET_RULES)


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else line


def _places(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value), *(place for key, inner in items for place in _places(inner, (*path, key)))]


@given(value=JSON, indent=st.sampled_from([None, 1]))
def test_every_value_is_found_where_it_stands(value: Any, indent: int | None) -> None:
    """Decoding at the offset of a path gives the value there, and at a key's offset the key."""
    text = json.dumps(value, indent=indent)
    for path, expected in _places(value):
        found, _ = json.JSONDecoder().raw_decode(text, offset_of(text, path))
        assert found == expected
        if path and isinstance(path[-1], str):
            assert json.JSONDecoder().raw_decode(text, offset_of(text, path, key=True))[0] == path[-1]


@pytest.mark.parametrize(
    ("path", "offset"),
    [(("b",), 0), (("a", 2), 6), (("a", "x"), 6), (("a", 0, "deeper"), 7), (("a", 1, 0), 10), (("a", 1, "no"), 10)],
)
def test_a_path_that_ends_early_is_its_last_value(path: Path, offset: int) -> None:
    """What is missing is placed at what should have it."""
    assert offset_of('{"a": [1, [] ]}', path) == offset


@given(value=JSON)
def test_strict_reading_is_reading(value: Any) -> None:
    """Whatever JSON can say is read as it is."""
    assert strictly(json.dumps(value)) == value
