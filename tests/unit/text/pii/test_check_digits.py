import pytest

from sekisho.text.pii import check_digits, corporate_number, my_number


@pytest.mark.parametrize(
    ("base", "digit"), [("12345678901", 8), ("00000000000", 0), ("10000000000", 5), ("00000000006", 0)]
)
def test_a_my_number_ends_in_its_check_digit(base: str, digit: int) -> None:
    """Worked by hand from the ordinance: remainders 0 and 1 give 0, every other one its difference from 11."""
    assert check_digits.my_number_digit(base) == digit


def test_a_wrong_digit_of_a_my_number_is_noticed() -> None:
    """Modulo 11 notices any one wrong digit of a number whose check digit is not 0 (two remainders give 0)."""
    number = "12345678901" + str(check_digits.my_number_digit("12345678901"))
    changed = {number[:at] + other + number[at + 1 :] for at in range(12) for other in "0123456789"} - {number}
    assert len(changed) == 108
    assert not any(my_number.holds(other) for other in changed)


@pytest.mark.parametrize(
    ("number", "holds"), [("7000012050002", True), ("1180301018771", True), ("7000012050003", False)]
)
def test_a_corporate_number_begins_with_its_check_digit(number: str, holds: bool) -> None:
    """The tax agency's own number and a manufacturer's, as it publishes them; not a neighbour."""
    assert corporate_number.holds(number) is holds


@pytest.mark.parametrize(
    ("base", "digit"), [("3090123456", 2), ("0000000000", 1), ("0000000006", 0), ("1000000000", 6)]
)
def test_a_licence_has_its_check_digit(base: str, digit: int) -> None:
    """The last figure of 11 less the remainder: 11 gives 1, 10 gives 0."""
    assert check_digits.licence_digit(base) == digit


@pytest.mark.parametrize("number", ["4111111111111111", "378282246310005", "30569309025904", "01130012"])
def test_card_and_insurer_numbers_hold(number: str) -> None:
    """Published test cards, and the insurer number of a prefectural branch."""
    assert check_digits.luhn_holds(number)


def test_luhn_notices_every_single_wrong_digit() -> None:
    """As its description says."""
    number = "4111111111111111"
    changed = {number[:at] + other + number[at + 1 :] for at in range(16) for other in "0123456789"} - {number}
    assert not any(check_digits.luhn_holds(other) for other in changed)


@pytest.mark.parametrize(
    ("iban", "holds"),
    [("GB82WEST12345698765432", True), ("DE89370400440532013000", True), ("DE98370400440532013000", False)],
)
def test_an_iban_is_one_modulo_97(iban: str, holds: bool) -> None:
    """The examples of the registry hold, two figures changed about do not."""
    assert check_digits.iban_holds(iban) is holds
