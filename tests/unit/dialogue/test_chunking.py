"""Index entries: documents, paragraphs, and where long ones are cut."""

import pytest

from sekisho.dialogue.chunking import chunks
from sekisho.model.kinds.knowledge import Chunking


@pytest.mark.parametrize(
    ("text", "settings", "found"),
    [
        ("One.\n\nTwo.", {}, ["One.\n\nTwo."]),
        ("One.\n\n \n\nTwo.\n", {"unit": "paragraph"}, ["One.", "Two."]),
        (" \n", {}, []),
        ("一つ。二つ。三つ。", {"max_chars": 6}, ["一つ。二つ。", "三つ。"]),
        ("一つ。二つ。三つ。", {"max_chars": 1}, ["一つ。", "二つ。", "三つ。"]),
        ("一つ。二つ。三つ。", {"max_chars": 6, "overlap_chars": 2}, ["一つ。二つ。", "つ。三つ。"]),
        ("Price is 3.50 now. Ask us! Why?", {"max_chars": 20}, ["Price is 3.50 now.", "Ask us! Why?"]),
        ("no end at all", {"max_chars": 3}, ["no end at all"]),
    ],
)
def test_texts_are_cut_at_sentence_ends(text: str, settings: dict[str, object], found: list[str]) -> None:
    """No entry is longer than the limit unless one sentence is."""
    assert list(chunks(text, Chunking.model_validate(settings))) == found
