import pytest

from sekisho.text.contact import phone_value, postal_code_value


@pytest.mark.examples("postal_codes")
def test_postal_code_value(example):
    """Seven digits that stand alone are a postal code."""
    text, code = example
    assert postal_code_value(text) == code


@pytest.mark.examples("phones")
def test_phone_value(example):
    """A possible Japanese number gets its canonical hyphens; an impossible one is none."""
    text, number = example
    assert phone_value(text) == number
