from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.text.pii import find_pii, redact, redact_json

PARTS = [
    "090-1234-5678", "123456789018", "口座番号", "1234567", "電話", "0312345678", "a@b.jp", "4111111111111111", " ",
    "account number ", "記号10120 番号12345671", "〒150-0001", "東京都渋谷区神宮前1-2-3", "-", "1", "は", "T", ".",
    "。", "[", "カード",
]  # fmt: skip


def test_what_is_personal_goes_and_the_rest_stays() -> None:
    """The name of the kind stands in its place, the text around it is as it was."""
    assert redact("お電話番号は０９０−１２３４−５６７８ です。") == "お電話番号は[phone] です。"
    assert redact("My Number 123456789012") == "My Number [my_number]"
    assert redact("料金は5,500円です") == "料金は5,500円です"


@given(st.lists(st.sampled_from(PARTS)).map("".join))
@example("口座番号は1234567、1234567")
def test_redacting_twice_changes_nothing(text: str) -> None:
    """Nothing personal is left, and no placeholder is taken for anything."""
    once = redact(text)
    assert find_pii(once) == ()
    assert redact(once) == once


def test_json_keeps_its_shape() -> None:
    """The key of a member says what a bare value is; numbers that are personal become text, others stay."""
    value = {
        "phone": "0312345678",
        "postal_code": "1500001",
        "my_number": 123456789018,
        "count": 3,
        "ok": True,
        "none": None,
        "a@b.jp": ["090-1234-5678", 1.5],
    }
    assert redact_json(value) == {
        "phone": "[phone]",
        "postal_code": "[postal_code]",
        "my_number": "[my_number]",
        "count": 3,
        "ok": True,
        "none": None,
        "[email]": ["[phone]", 1.5],
    }
