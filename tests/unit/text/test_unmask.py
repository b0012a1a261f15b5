import pytest

from sekisho.text.unmask import unmask


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("返・金・し・ま・す", "返金します"),
        ("返 金 し ま す。", "返金します。"),
        ("we will r-e-f-u-n-d you", "we will refund you"),
        ("rеfund", "refund"),
        ("ｒｅｆｕｎｄ", "refund"),
        ("re\u200bfund", "refund"),
        ("a b", "a b"),
        ("I am a cat", "I am a cat"),
        ("午前・午後・夕方", "午前・午後・夕方"),
        ("Wi-Fi, TV, PC", "Wi-Fi, TV, PC"),
        ("", ""),
    ],
)
def test_what_a_reader_sees(text: str, plain: str) -> None:
    """Spelled out words, lookalikes and unseen characters are read; ordinary lists of words stay as they are."""
    assert unmask(text) == plain
