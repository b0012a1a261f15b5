"""Check digits, each by its published rule. Arguments are strings of ASCII digits (an IBAN also has letters)."""

from itertools import cycle

_LICENCE_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def my_number_digit(base: str) -> int:
    """Return the check digit of the 11 leading digits of a My Number.

    11 - (sum of P(n) Q(n), n = 1..11, modulo 11), P(n) the n-th digit from the right, Q(n) = n + 1 up to n = 6 and
    n - 5 from n = 7; 0 where the remainder is at most 1. Ordinance of the Ministry of Internal Affairs and
    Communications No. 85 of 2014, article 5.
    """
    remainder = sum(int(digit) * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(base), 1)) % 11
    return 0 if remainder <= 1 else 11 - remainder


def corporate_number_digit(base: str) -> int:
    """Return the check digit, which stands first, of the 12 other digits of a corporate number.

    9 - (sum of P(n) Q(n), n = 1..12, modulo 9), P(n) the n-th digit from the right, Q(n) = 1 for odd n and 2 for
    even n. Ordinance of the Ministry of Finance No. 70 of 2014, article 2.
    """
    return 9 - sum(int(digit) * weight for digit, weight in zip(reversed(base), cycle((1, 2)), strict=False)) % 9


def licence_digit(base: str) -> int:
    """Return the check digit (the eleventh) of the first 10 digits of a driver's licence number.

    The last figure of 11 - (weighted sum modulo 11), weights 5 4 3 2 7 6 5 4 3 2 from the left. The police publish no
    rule; this is the one that holders of licences report to hold.
    """
    return (11 - sum(int(digit) * weight for digit, weight in zip(base, _LICENCE_WEIGHTS, strict=True)) % 11) % 10


def luhn_holds(digits: str) -> bool:
    """Say whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B).

    Japanese insurer numbers use the same rule.
    """
    doubled = (2 * int(digit) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(value - 9 * (value > 9) for value in doubled)) % 10 == 0


def iban_holds(iban: str) -> bool:
    """Say whether an IBAN is 1 modulo 97 once its first four characters stand last and A is 10 (ISO 13616-1)."""
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
