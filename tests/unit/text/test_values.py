import pytest

from sekisho.text.values import choice_value, number_value

CHOICES = {
    "no_connection": ("つながらない", "no connection"),
    "wifi": ("Wi-Fi",),
    "slow": ("遅い",),
    "station": ("駅",),
    "station_front": ("駅前",),
}


@pytest.mark.examples("numbers")
def test_number_value(example):
    """The one number in a text, of the type it is written in."""
    text, number = example
    value = number_value(text)
    assert (value, type(value)) == (number, type(number))


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("no_connection", "no_connection"),
        ("ネットがつながらないです", "no_connection"),
        ("Ｗｉ－Ｆｉだけ切れます", "wifi"),
        ("遅いし、とても遅い", "slow"),
        ("駅前で", "station_front"),
        ("駅で", "station"),
        ("駅と駅前", None),
        ("遅いしつながらない", None),
        ("slower", None),
        ("わかりません", None),
        ("", None),
    ],
)
def test_choice_value(text, choice):
    """The one choice whose id or spelling is said."""
    assert choice_value(text, CHOICES) == choice


def test_no_choices_no_choice():
    """An empty set of choices has nothing to choose."""
    assert choice_value("slow", {}) is None
