"""Index terms of English, Japanese and both mixed."""

import pytest

from sekisho.dialogue.terms import stem, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The router's lamps", ["the", "router", "lamp"]),
        ("料金プラン", ["料金", "金プ", "プラ", "ラン"]),
        ("光", ["光"]),
        ("ＷｉＦｉの設定、5GHz", ["wifi", "の設", "設定", "5ghz"]),
        ("ルーター", ["ルー", "ータ", "ター"]),
        ("ﾙｰﾀｰ", ["ルー", "ータ", "ター"]),
        ("", []),
        ("!? 。", []),
    ],
)
def test_words_and_character_pairs(text: str, found: list[str]) -> None:
    """Latin words are lower-cased and stemmed, Japanese runs are cut into overlapping pairs."""
    assert list(terms(text, 2)) == found


def test_the_ngram_length_is_a_setting() -> None:
    """A run shorter than the n-gram is a term of its own."""
    assert list(terms("料金プラン", 3)) == ["料金プ", "金プラ", "プラン"]
    assert list(terms("料金", 3)) == ["料金"]
    assert list(terms("料金", 1)) == ["料", "金"]


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("queries", "query"),
        ("eies", "eie"),
        ("fees", "fee"),
        ("boxes", "boxe"),
        ("bus", "bus"),
        ("class", "class"),
        ("plans", "plan"),
        ("plan", "plan"),
    ],
)
def test_plurals_are_taken_off(word: str, stemmed: str) -> None:
    """As in Harman's table; the stem need not be a word."""
    assert stem(word) == stemmed
