import pytest

from sekisho.text.times import time_window_value


@pytest.mark.examples("time_windows")
def test_time_window_value(example):
    """Words and clock hours name one part of the day, or none."""
    text, window = example
    assert time_window_value(text) == window
