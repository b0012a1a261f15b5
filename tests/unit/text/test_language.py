import pytest

from sekisho.text.language import detect


@pytest.mark.examples("languages")
def test_language_by_script(example):
    """Kana or kanji is Japanese, else a letter is English, else nothing is known."""
    text, language = example
    assert detect(text) == language
