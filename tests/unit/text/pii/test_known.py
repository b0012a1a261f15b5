from typing import Any

import pytest

from sekisho.model.pii import PiiKind
from sekisho.text.pii.known import comparable, is_quoted, is_said, leaves


@pytest.mark.parametrize(
    ("kind", "value", "text", "said"),
    [
        (PiiKind.PHONE, "090-1234-5678", "+81-90-1234-5678", True),
        (PiiKind.PHONE, "+81 90 1234 5678", "０９０１２３４５６７８", True),
        (PiiKind.PHONE, "090-1234-5678", "090-1234-567", False),
        (PiiKind.EMAIL, "Taro@Example.JP", "taro＠example.jp", True),
        (PiiKind.EMAIL, "taro@example.jp", "jiro@example.jp", False),
        (PiiKind.POSTAL_CODE, "〒150-0001", "一五〇の〇〇〇一", True),
        (PiiKind.ADDRESS, "渋谷区神南1-2-3", "渋谷区 神南 1-2-3", True),
    ],
)
def test_a_value_is_known_in_any_writing(kind: PiiKind, value: str, text: str, said: bool) -> None:
    """Width, case, gaps, kanji digits and the country code do not matter; every figure does."""
    assert is_said(kind, value, comparable(text)) is said


@pytest.mark.parametrize(
    ("value", "text", "quoted"),
    [
        ("AO-12B4", "AO-12b4です", True),
        ("AO-1234", "1234", True),
        ("AO-1234", "AO-124", False),
        (1234, "１２３４", True),
        ("giga", "Giga!", True),
    ],
)
def test_an_argument_is_quoted_by_its_figures(value: Any, text: str, quoted: bool) -> None:
    """Letters before a number are often left out when people speak."""
    assert is_quoted(value, comparable(text)) is quoted


def test_leaves_are_texts_and_numbers() -> None:
    """Of any JSON; truth values and null say nothing."""
    assert list(leaves({"a": ["x", 1, {"b": 2.5}], "c": True, "d": None})) == ["x", "1", "2.5"]
