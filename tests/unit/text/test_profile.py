import pytest

from sekisho.text.profile import PROFILE, normalise


def test_the_profile_has_a_name_and_a_version():
    """Results name the profile they were made under."""
    assert PROFILE == "ja-en/1"


@pytest.mark.examples("normalise")
def test_normalise(example):
    """Each way of writing becomes the profile's."""
    text, written = example
    assert normalise(text) == written
