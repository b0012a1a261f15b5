import pytest

from sekisho.evaluation.malformed import is_malformed


@pytest.mark.parametrize(
    ("reply", "malformed"),
    [
        ("予約が完了しました。", False),
        ("Press [OK] twice.", False),
        ("[OK]", False),
        ("", False),
        ("ご予約は{{ slots.visit_date }}です", True),
        ('{"reply": "Hello"}', True),
        (' ["a", "b"]\n', True),
        ("Hello<|im_end|>", True),
    ],
)
def test_what_is_no_text_for_people(reply: str, malformed: bool) -> None:
    """Data, templates and a model's marks; brackets alone are none of them."""
    assert is_malformed(reply) is malformed
