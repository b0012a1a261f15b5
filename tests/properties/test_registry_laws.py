import json
import math
from functools import cache
from pathlib import Path

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sekisho.commands.repair import repaired
from sekisho.model.base import Json
from sekisho.model.kinds.table import KINDS
from sekisho.model.ref import Kind
from sekisho.registry.document import Document
from sekisho.registry.document import Path as DataPath
from sekisho.registry.parse import parse_yaml
from sekisho.registry.paths import place_of
from sekisho.registry.reading import read_file
from sekisho.registry.scalars import plain_value, quoted

BASE = Path(__file__).parents[1] / "examples" / "registries" / "_base"
SHIPPED = Path(__file__).parents[2]
CODES = [0x7F, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x80, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
REFUSED = "".join(map(chr, CODES))
DRAWN = st.characters(exclude_categories=["Cs"], exclude_characters=REFUSED, min_codepoint=32)
TEXT = st.text(DRAWN, max_size=12)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


def parsed(text: str) -> Json:
    """The data of a text without findings."""
    document, findings = parse_yaml("f", text.encode())
    assert findings == ()
    assert document is not None
    return document.data


@given(JSON)
@settings(deadline=None)
def test_json_is_read_as_json(value: Json) -> None:
    """Every JSON document is YAML that says the same: nothing is converted on the way."""
    text = json.dumps(value, ensure_ascii=False)
    expected = json.loads(text, parse_float=plain_value)
    assert parsed(text) == expected


@given(JSON)
@settings(deadline=None)
def test_yaml_round_trips(value: Json) -> None:
    """What a YAML writer that quotes its strings writes, we read back."""
    written = yaml.safe_dump(value, allow_unicode=True, default_style='"', width=math.inf)
    if "!!" not in written:
        assert parsed(written) == value


@given(TEXT)
@settings(deadline=None)
def test_a_repair_by_quoting_says_the_text(text: str) -> None:
    """Whatever the text is."""
    assert parsed(f"a: {quoted(text)}") == {"a": text}


@given(st.text(max_size=20))
@settings(deadline=None)
def test_a_plain_value_is_itself_or_a_canonical_spelling(text: str) -> None:
    """A conversion loses nothing: the value is written like that again (up to zeros and exponents)."""
    value = plain_value(text)
    if isinstance(value, bool) or value is None:
        assert text in ("true", "false", "null", "")
    elif isinstance(value, int):
        assert str(value) == text
    elif isinstance(value, float):
        assert float(text) == value
    else:
        assert value is text


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_findings_and_never_a_crash(content: bytes) -> None:
    """Of every kind of file, with places inside the file."""
    for spec in KINDS:
        path = example_path(spec.kind)
        for finding in read_file(path, "b", content).facts.findings:
            assert finding.location.path == path
            assert finding.location.line <= content.count(b"\n") + content.count(b"\r") + 1


PIECES = ["\n  ", "- ", ": ", "---\n", "{{ ", " }}", "{% ", *"abz019:-?{}[],&*!|>'\"%@`#\n \\~.<=é日"]
ALPHABET = st.sampled_from(PIECES)


@given(st.lists(ALPHABET, max_size=60).map("".join))
@example("|#")
@example(">2-# a\n  b")
@settings(max_examples=300, deadline=None)
def test_things_that_look_like_yaml_are_read_as_yaml(text: str) -> None:
    """No crash; and where nothing is found, the reference parser sees the same structure and the same spellings.

    The reference cannot read a plain `?` inside brackets, which YAML 1.2 allows.
    """
    document, findings = parse_yaml("f", text.encode())
    if document is not None and not findings and not ("?" in text and set("[{") & set(text)):
        assert spelled(document, document.data, ()) == yaml.load(text, yaml.BaseLoader)  # noqa: S506 - makes strings


def spelled(document: Document, data: Json, path: DataPath) -> Json:
    """The data with every scalar as it was written."""
    if isinstance(data, dict):
        return {key: spelled(document, value, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [spelled(document, value, (*path, index)) for index, value in enumerate(data)]
    return document.written(path)


@cache
def example_path(kind: Kind) -> str:
    """The path of a file of a kind in the valid registry, or in the shipped one where that has none."""
    for root in (BASE, SHIPPED):
        for file in sorted((root / "registry").rglob("*.*")):
            path = file.relative_to(root).as_posix()
            place = place_of(path)
            if place is not None and place.spec.kind is kind:
                return path
    raise AssertionError(f"the valid registry has no {kind}")


@given(st.sampled_from(list(Kind)), st.data())
@settings(max_examples=100, deadline=None)
def test_repairs_are_idempotent_and_lose_no_comment(kind: Kind, data: st.DataObject) -> None:
    """Repaired once is repaired; every comment is still there."""
    path = example_path(kind)
    content = next(root / path for root in (BASE, SHIPPED) if (root / path).is_file()).read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    noise = data.draw(st.sampled_from([b"", b"no", b"1.10", b"\r\n", b"\xef\xbb\xbf", b" # kept\n", b"true"]))
    broken = content[:cut] + noise + content[cut:]
    once = repaired(path, broken)
    assert repaired(path, once) == once
    assert once.count(b"# kept") == broken.count(b"# kept")
