"""Kanji numerals: reading one, and turning those that count something into digits."""

import re

from sekisho.text.japanese import COUNTERS, DIGITS, MYRIADS, NUMERALS, TENS, WORDS_WITH_NUMERALS

_LONGEST = 20
_TOKEN = re.compile("[0-9]+|.")
_PRESENT = re.compile(f"[{NUMERALS}]")
_COUNTED = re.compile(
    rf"(?<![0-9.,数何幾{NUMERALS}])(?<![一二三四五六七八九]、)(?!{'|'.join(WORDS_WITH_NUMERALS)})"
    rf"[0-9{NUMERALS}]{{1,{_LONGEST}}}+(?={'|'.join(COUNTERS)})"
)


def kanji_number(run: str) -> int | None:
    """Return the value of kanji numerals and digits (`二十`, `二〇二六`, `1万2千`), or None if they have none.

    Two neighbours in counting order (`二三`: two or three) are not a number.
    """
    if not 0 < len(run) <= _LONGEST:
        return None
    if all(character in DIGITS for character in run):
        value = int("".join(str(DIGITS[character]) for character in run))
        return None if len(run) == 2 and value > 10 and value % 10 == value // 10 + 1 else value
    return int(run) if run.isascii() and run.isdigit() else _composed(run)


def digits_for_numerals(text: str) -> str:
    """Write kanji numerals as digits where a counter follows: `三人` is `3人`; `三田`, `一番` and `数十人` stay."""
    return _COUNTED.sub(_as_digits, text) if _PRESENT.search(text) else text


def _as_digits(match: re.Match[str]) -> str:
    run = match[0]
    value = None if run.isascii() else kanji_number(run)
    return run if value is None else str(value)


def _composed(run: str) -> int | None:
    """Read a numeral with units, each smaller than the one before, each coefficient as small as its unit allows."""
    total, section, pending = 0, 0, None
    limit_ten, limit_myriad = 10**4, 10**16
    for token in _TOKEN.findall(run):
        if (unit := TENS.get(token)) is not None:
            if unit >= limit_ten or pending == 0 or (pending or 0) > 9:
                return None
            section, pending, limit_ten = section + (pending or 1) * unit, None, unit
        elif (unit := MYRIADS.get(token)) is not None:
            section += pending or 0
            if unit >= limit_myriad or not 0 < section < 10**4:
                return None
            total, section, pending, limit_ten, limit_myriad = total + section * unit, 0, None, 10**4, unit
        else:
            value = DIGITS[token] if token in DIGITS else int(token) if token.isdigit() else None
            if value is None or pending is not None or value >= limit_ten:
                return None
            pending = value
    return total + section + (pending or 0)
