import pytest

from sekisho.model.kinds.table import KINDS
from sekisho.model.ref import Kind
from sekisho.registry.assemble import assemble
from sekisho.registry.explain import missing_key
from sekisho.registry.extract.prompt import answer_fields
from sekisho.registry.parse import decode, parse_yaml
from sekisho.registry.paths import place_of
from sekisho.registry.problem import excerpt, one_of
from sekisho.registry.reading import MAX_FINDINGS, read_file, read_shape
from sekisho.registry.rules.across.fallback_cycles import _way_back
from sekisho.registry.scope import in_scope

MODEL = b"# yaml-language-server: $schema=../../schemas/model.schema.json\nprovider: x\nmodel: x-2026-01-01\n"


def test_a_right_file_becomes_an_artifact_with_its_source() -> None:
    """The registry has it by kind and id, with path, blob and plain data."""
    good = read_file("registry/models/a.yaml", "blob", MODEL)
    wrong = read_file("registry/models/b.yaml", "other", b"provider: 1\n")
    nowhere = read_file("registry/what.yaml", "third", b"")
    recorded = read_file("registry/recordings/p.jsonl", "fourth", b"")
    registry = assemble([good, wrong, nowhere, recorded])
    assert registry.models["a"].model == "x-2026-01-01"
    assert registry.sources[Kind.MODEL, "a"].data == {"provider": "x", "model": "x-2026-01-01"}
    assert (set(registry.models), registry.recordings) == ({"a"}, {"p": ""})


def test_the_shape_alone_can_be_read() -> None:
    """The same artifact without rules and facts; what is no YAML, of another shape or misplaced is still found."""
    content = MODEL.split(b"\n", 1)[1]
    full, shape = (read("registry/models/a.yaml", "b", content) for read in (read_file, read_shape))
    assert shape.artifact == full.artifact is not None
    assert [finding.rule for finding in full.facts.findings] == ["file/schema-header"]
    assert (shape.facts.findings, shape.facts.details) == ((), {})
    for path, broken in (("models/a.yaml", b"provider: 1\n"), ("models/a.yaml", b"a: ["), ("what.yaml", b"")):
        reading = read_shape(f"registry/{path}", "b", broken)
        assert reading.artifact is None
        assert reading.facts.findings


def test_data_that_may_mean_something_else_is_no_artifact() -> None:
    """A duplicate key leaves the plain data readable but types nothing."""
    reading = read_file("registry/models/a.yaml", "b", MODEL + b"provider: y\n")
    assert (reading.artifact, reading.data["provider"]) == (None, "y")


@pytest.mark.parametrize("spec", KINDS, ids=lambda spec: str(spec.kind))
def test_a_kind_is_one_pattern(spec: object) -> None:
    """No path belongs to two kinds, and every kind finds its own."""
    paths = [pattern_example(each.pattern) for each in KINDS]
    kinds = [place.spec.kind for path in paths if (place := place_of(path)) is not None]
    assert kinds == [each.kind for each in KINDS]
    assert spec in KINDS


def pattern_example(pattern: str) -> str:
    """A path a kind's pattern matches."""
    below = pattern.replace(r"\.", ".")
    start, end = below.index("(?P<id>"), below.rindex(")")
    inner = below[start + 7 : end]
    name = "CHG-0001" if "CHG" in inner else "INC-0001" if "INC" in inner else "a/b" if "/" in inner else "a"
    return f"registry/{below[:start]}{name}{below[end + 1 :]}"


def test_a_readme_is_no_artifact_and_no_finding() -> None:
    """It may explain any folder."""
    assert not in_scope("registry/prompts/README.md")
    assert in_scope("registry/prompts/readme.yaml")


def test_findings_of_one_file_are_bounded() -> None:
    """The last one says how many more there are, where the first of them is."""
    lines = "".join(f"k{number}: 1\n" for number in range(MAX_FINDINGS + 50))
    findings = read_file("registry/models/a.yaml", "b", MODEL + lines.encode()).facts.findings
    assert len(findings) == MAX_FINDINGS + 1
    assert (findings[-1].rule, findings[-1].message) == ("file/many-findings", "50 more findings in this file")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a\nb", '"a\\nb"'),
        ("\x1b[31m", '"\\u001b[31m"'),
        ("\u202e", '"\\u202e"'),
        (True, "true"),
        ([1], "a list of 1"),
        ({}, "a mapping of 0"),
        ("x" * 500, '"' + "x" * 77 + '…"'),
        (10**90, "1" + "0" * 77 + "…"),
    ],
)
def test_excerpts_are_short_and_harmless(value: object, expected: str) -> None:
    """One line, bounded, nothing a terminal obeys."""
    assert excerpt(value) == expected


def test_long_lists_of_names_are_cut() -> None:
    """All of a few, the first of many, something for none."""
    assert one_of(["b", "a"]) == "one of b, a"
    assert one_of({"b", "a"}) == "one of a, b"
    assert one_of(list("abc"), 2) == "one of a, b and 1 more"
    assert one_of([]) == "nothing here"


@pytest.mark.parametrize("schema", [None, "{", "[]", '{"properties": []}', "[" * 10_000])
def test_an_answer_without_a_schema_has_no_fields(schema: str | None) -> None:
    """Whatever is wrong with it is another rule's finding."""
    assert answer_fields(schema) is None


def test_the_fields_of_an_answer_and_their_labels() -> None:
    """Bare, or under `schema` beside a name; an enum limits a field."""
    bare = '{"properties": {"a": {"enum": ["x"]}, "b": {"type": "string"}, "c": true}}'
    assert answer_fields(bare) == {"a": ["x"], "b": None, "c": None}
    assert answer_fields(f'{{"name": "n", "schema": {bare}}}') == answer_fields(bare)


def test_ways_back_are_the_shortest() -> None:
    """A model nobody leads back to has none, even where others go round."""
    arrows = {"a": ("b", "c"), "b": ("c",), "c": ("a", "b"), "d": ("b",)}
    assert _way_back("a", arrows) == ["a", "c"]
    assert _way_back("d", arrows) == []


@pytest.mark.parametrize("character", ["\ud7ff", "\ue000", "\ufffd", "\U0010ffff", "\u200b", "~"])
def test_characters_we_let_through_are_characters_to_the_parser(character: str) -> None:
    """Otherwise its refusal would have no place in the file."""
    document, findings = parse_yaml("f", f"a: x{character}\n".encode())
    assert document is not None
    assert findings == ()


@pytest.mark.parametrize("character", ["\ufeff", "\ufffe", "\x7f", "\x85", "\u2029", "\x00"])
def test_characters_nobody_can_see_are_refused_at_their_place(character: str) -> None:
    """Byte order marks inside a file among them."""
    document, (finding,) = parse_yaml("f", f"a: é\nb: {character}\n".encode())
    assert document is None
    assert (finding.rule, finding.location.line, finding.location.column) == ("file/control-character", 2, 4)


def test_bytes_are_decoded_strictly() -> None:
    """No replacement characters, and the place of the first wrong byte."""
    text, (finding,) = decode("f", "a: é\nb: ".encode() + b"\x80")
    assert text is None
    assert (finding.location.line, finding.location.column) == (2, 4)


def test_a_missing_key_shows_how_it_is_written() -> None:
    """Name and colon."""
    assert missing_key(("a",), "b").expected == "b: ..."
