"""Made-up values of every kind of personal data, and values that are nearly such.

Check digits come from python-stdnum, or are worked out here: not from the detectors that are measured with them.
"""

import random
import re
from collections.abc import Callable

from stdnum import iban as iban_rule
from stdnum import luhn
from stdnum.jp import cn, in_

COMMISSIONS = [*range(10, 15), *range(20, 26), 30, *range(40, 56), *range(60, 66), *range(70, 75), *range(80, 84)]
COMMISSIONS += range(90, 98)

Make = Callable[[random.Random], str]


def figures(rng: random.Random, count: int) -> str:
    """Return random digits."""
    return "".join(rng.choices("0123456789", k=count))


def my_number(rng: random.Random) -> str:
    """A My Number with the check digit of python-stdnum."""
    base = figures(rng, 11)
    return base + in_.calc_check_digit(base)


def wrong_my_number(rng: random.Random) -> str:
    """One with another last digit, or of another length, or inside an order's number."""
    right = my_number(rng)
    wrong = right[:11] + rng.choice([digit for digit in "0123456789" if digit != right[11]])
    return rng.choice([wrong, right[:11], f"AO-{right}", wrong])


def corporate(rng: random.Random) -> str:
    """A corporate number with the check digit of python-stdnum."""
    base = figures(rng, 12)
    return cn.calc_check_digit(base) + base


def wrong_corporate(rng: random.Random) -> str:
    """Another first digit."""
    right = corporate(rng)
    return rng.choice([digit for digit in "123456789" if digit != right[0]]) + right[1:]


def phone(rng: random.Random) -> str:
    """A mobile, IP or land line number, as people write them."""
    if rng.random() < 0.7:
        a, c = rng.choice(["070", "080", "090", "050"]), figures(rng, 4)
        b = str(rng.randint(1, 9)) + figures(rng, 3)
        return rng.choice([f"{a}-{b}-{c}", a + b + c, f"{a} {b} {c}", f"+81 {a[1:]}-{b}-{c}", f"{a}.{b}.{c}"])
    area, size = rng.choice([("03", 4), ("06", 4), ("045", 3), ("0467", 2), ("011", 3), ("092", 3)])
    b, c = str(rng.randint(2, 9)) + figures(rng, size - 1), figures(rng, 4)
    return rng.choice([f"{area}-{b}-{c}", f"({area}){b}-{c}", f"{area}({b}){c}", area + b + c])


def no_phone(rng: random.Random) -> str:
    """Free dial, too short, too long, a reservation, an amount, a day and an hour."""
    return rng.choice(
        [
            f"0120-{figures(rng, 3)}-{figures(rng, 3)}",
            f"0800-{figures(rng, 3)}-{figures(rng, 4)}",
            f"0570-{figures(rng, 3)}-{figures(rng, 3)}",
            "090" + figures(rng, 6),
            "090" + figures(rng, 10),
            f"AO-09{figures(rng, 2)}",
            f"0{rng.randint(1, 9)}/{rng.randint(10, 28)}/2026 {rng.randint(10, 23)}:{rng.randint(10, 59)}",
            f"ORD-090{figures(rng, 8)}",
        ]
    )


def licence(rng: random.Random) -> str:
    """A driver's licence number: commission, year, serial, check digit, times issued again."""
    base = f"{rng.choice(COMMISSIONS)}{figures(rng, 8)}"
    total = sum(int(digit) * (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)[at] for at, digit in enumerate(base))
    return f"{base}{(11 - total % 11) % 10}{rng.randint(0, 2)}"


def no_licence(rng: random.Random) -> str:
    """Another check digit, or a commission that there is none of."""
    right = licence(rng)
    wrong = rng.choice([digit for digit in "0123456789" if digit != right[10]])
    return rng.choice([right[:10] + wrong + right[11], "99" + right[2:], right[:10]])


def card(rng: random.Random) -> str:
    """A card of a known issuer with its Luhn digit."""
    prefix, length = rng.choice([("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("3530", 16), ("36", 14), ("62", 16)])
    base = prefix + figures(rng, length - len(prefix) - 1)
    digits = base + luhn.calc_check_digit(base)
    parts = {15: (4, 10), 14: (4, 10), 16: (4, 8, 12)}[length]
    cuts = [digits[a:b] for a, b in zip((0, *parts), (*parts, length), strict=True)]
    return rng.choice([digits, " ".join(cuts), "-".join(cuts)])


def no_card(rng: random.Random) -> str:
    """Another last digit, or the first digits of no issuer."""
    right = re.sub("[ -]", "", card(rng))
    other = "9" + figures(rng, 14)
    return rng.choice([right[:-1] + str((int(right[-1]) + 3) % 10), other + luhn.calc_check_digit(other)])


def iban(rng: random.Random) -> str:
    """An IBAN of a European country."""
    country, length = rng.choice([("DE", 22), ("AT", 20), ("CH", 21), ("PL", 28), ("BE", 16)])
    base = figures(rng, length - 4)
    whole = country + iban_rule.calc_check_digits(f"{country}00{base}") + base
    return rng.choice([whole, " ".join(whole[at : at + 4] for at in range(0, length, 4))])


def no_iban(rng: random.Random) -> str:
    """Other check digits, or a country without IBANs."""
    right = iban(rng)
    return rng.choice([right[:2] + f"{(int(right[2:4]) + 11) % 97:02}" + right[4:], "JP" + right[2:]])


def address_of_net(rng: random.Random) -> str:
    """A public address."""
    old = f"{rng.choice([8, 13, 52, 133, 210])}.{rng.randint(1, 99)}.{rng.randint(1, 255)}.{rng.randint(1, 254)}"
    return rng.choice([old, f"2400:{rng.randint(4096, 9999)}:{rng.randint(1, 9999)}::{rng.randint(1, 99)}"])


def no_address_of_net(rng: random.Random) -> str:
    """Home networks, documentation, impossible ones, versions, times."""
    version = f"{rng.randint(1, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}"
    home = [f"192.168.{rng.randint(0, 9)}.1", f"10.0.{rng.randint(0, 9)}.7", "203.0.113.5"]
    return rng.choice([*home, f"8.8.8.{rng.randint(256, 999)}", version, f"{rng.randint(10, 12)}:30:59"])


def email(rng: random.Random) -> str:
    """An address at a reserved domain."""
    name = rng.choice(["taro", "hanako.sato", "k-ito", "yamada+net", "a_b"]) + figures(rng, 2)
    return f"{name}@{rng.choice(['example.jp', 'mail.example.com', 'example.co.jp'])}"


def secret(rng: random.Random) -> str:
    """A key of a shape that scanners know."""
    letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    body = "".join(rng.choices(letters, k=60))
    amazon = "AKIA" + "".join(rng.choices("ABCDEFGHJKLMNPQR234567", k=16))
    return rng.choice([amazon, f"ghp_{body[:36]}", f"sk-proj-{body}", f"xoxb-{body[:40]}", f"glpat-{body[:24]}"])


def pick(*options: str) -> Make:
    """Return a maker of one of these, `#` being any digit and `@` any capital letter."""
    return lambda rng: re.sub(
        "[#@]", lambda m: rng.choice("0123456789" if m[0] == "#" else "ABCDEFGHKMNPRSTUWXYZ"), rng.choice(options)
    )


def grouped(rng: random.Random, digits: str, size: int) -> str:
    """Return digits in one piece or in groups."""
    parts = [digits[at : at + size] for at in range(0, len(digits), size)]
    return rng.choice([digits, "-".join(parts), " ".join(parts)])


def insurer(rng: random.Random) -> str:
    """An insurer's number: kind of insurance, prefecture, insurer, check digit."""
    base = f"{rng.choice(['01', '06', '31', '39'])}{rng.randint(1, 47):02}{figures(rng, 3)}"
    return base + luhn.calc_check_digit(base)


def luhn_wrong(digits: str) -> str:
    """Return digits with another last one."""
    return digits[:-1] + str((int(digits[-1]) + 4) % 10)


def one_of(*options: str) -> Make:
    """Return a maker of one of these as they are."""
    return lambda rng: rng.choice(options)
