import pytest

from sekisho.text.consent import yes_no_value


@pytest.mark.examples("yes_no")
def test_yes_no_value(example):
    """A plain yes or no is one; whatever brings something else is neither."""
    text, answer = example
    assert yes_no_value(text) is answer
