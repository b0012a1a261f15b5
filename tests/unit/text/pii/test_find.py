import time
from typing import Any

import pytest

from sekisho.model.pii import Basis, PiiKind
from sekisho.text.pii import find_pii
from sekisho.text.pii.table import DETECTORS

KEY = "PRIVATE" + " KEY-----"
ALMOST = {
    "digits": "1", "a number but one digit": "1234-5678-901 ", "numbers in a row": "0901234567890", "signs": "a@",
    "dots": "1.2.3.", "colons": "1:2:", "spelled out": "0 ", "with signs": "0 - ", "brackets": "(03)",
    "a key's first line": "-----BEGIN " + KEY, "a key's body": "sk-aaaaaaaaaaaaaaaaaaaaT3BlbkF",
    "token": "eyJ" + "a" * 99,
    "post bank": "記号10120 番号", "prefectures": "東京都渋谷区", "wards": "区", "kanji": "渋谷",
    "kanji digits": "一二三",
    "iban": "GB82 WEST 1234 ", "marks": "\u0301\u0316", "voicing": "\u3099", "unseen": "0\u200b", "letters": "Ol0 ",
    "cards": "4111 1111 1111 1112 ", "postal codes": "〒150-000", "full width": "０９０−１２３４−５６７",
    "abroad": "+1 (2) ",
}  # fmt: skip


@pytest.mark.examples("pii")
def test_what_is_found(example: list[Any]) -> None:
    """Each example gives exactly these values of the text as it was written, with their kind and reason."""
    text, expected = example
    assert [[text[span.start : span.end], span.kind, span.basis] for span in find_pii(text)] == expected


def test_every_kind_has_a_detector() -> None:
    """A kind that nothing finds could be blocked in a policy and never be."""
    assert {detector.kind for detector in DETECTORS} == set(PiiKind)


def test_a_secret_is_found_whole() -> None:
    """Of a private key the lines between its first and last, also when the last is missing."""
    key = f"-----BEGIN {KEY}\nMIIabc+/=\ndef\n"
    for text in (f"x {key}-----END {KEY} y", f"x {key}"):
        (span,) = find_pii(text)
        assert span.kind is PiiKind.SECRET
        assert "MII" not in text[: span.start] + text[span.end :]


def test_two_keys_are_two() -> None:
    """A key without an end does not reach into the next one."""
    key = f"-----BEGIN {KEY}\nMIIabc\n"
    assert len(find_pii(key + key)) == 2


def test_a_hint_says_what_an_answer_is() -> None:
    """Ten digits alone are nothing; as the answer to a question for a phone number they are one."""
    assert find_pii("0312345678") == ()
    assert [span.kind for span in find_pii("0312345678", "お電話番号をお聞かせください。")] == [PiiKind.PHONE]
    assert [span.kind for span in find_pii("1500001", "postal_code")] == [PiiKind.POSTAL_CODE]


def test_words_of_another_sentence_do_not_count() -> None:
    """What a number is called is said in its own sentence."""
    assert find_pii("マイナンバーカードの口座番号は不要です。お客様番号は1234567です") == ()


def test_the_best_founded_of_two_stays() -> None:
    """A number that both a licence and a My Number could be is what the words call it."""
    both = "309012345620"
    texts = {"免許証番号": PiiKind.DRIVERS_LICENCE, "電話ではない番号": None}
    for words, kind in texts.items():
        assert [span.kind for span in find_pii(f"{words}は{both}")] == [kind] * (kind is not None)


def test_not_strict_also_takes_slips() -> None:
    """With its name beside it, a number with a wrong check digit counts if slips do, with its name as the reason."""
    text = "マイナンバーは123456789012です"
    assert find_pii(text) == ()
    assert [(span.kind, span.basis) for span in find_pii(text, strict=False)] == [(PiiKind.MY_NUMBER, Basis.CONTEXT)]
    assert find_pii("123456789012", strict=False) == ()


@pytest.mark.parametrize("piece", ALMOST.values(), ids=ALMOST.keys())
def test_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    """A hundred kilobytes of almost-matches cost well under two seconds; backtracking would cost minutes."""
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    started = time.process_time()
    find_pii(text)
    assert time.process_time() - started < 2.0


def test_a_megabyte_of_everything() -> None:
    """All almost-matches together, one megabyte of them, in one pass."""
    text = "".join(piece * (1_000_000 // len(ALMOST) // len(piece)) for piece in ALMOST.values())
    started = time.process_time()
    find_pii(text)
    assert time.process_time() - started < 20.0
