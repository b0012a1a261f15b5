"""How people write long numbers: in one piece, in groups, or digit by digit; never a part of a longer number."""

MARK = "[-./・·の]"
JOINT = f"(?: ?{MARK} ?| )"
"""What stands between the groups of a number, and that with spaces or a space alone."""

BEGINS = rf"(?<![0-9A-Za-z].)(?<![0-9]{MARK}.)(?<![A-Za-z][-_#].)"
ENDS = rf"(?![0-9A-Za-z]|{MARK}[0-9])"
"""Where a number may begin (said after its first character, which is faster to look for) and end.

`1234` of `AO-1234` and of `1234-5678` is a part of something longer.
"""


def number(*groups: int, first: str = "[0-9]") -> str:
    """Return the pattern of a number with groups of these lengths, as its group `value`; `first` is its first digit."""
    sizes = [groups[0] - 1, *groups[1:]]
    tight = f"{MARK}?".join(map(_digits, sizes))
    loose = JOINT.join(map(_digits, sizes))
    spelled = f"(?:[- ,.・の][0-9]){{{sum(groups) - 1}}}"
    apart = f"(?<![0-9]{{2}} .){loose}(?! [0-9]{{2}})|(?<![0-9][ ,].){spelled}(?![ ,][0-9])"
    return f"(?P<value>{first}{BEGINS}(?:{tight}|{apart})){ENDS}"


def run(least: int, most: int | None = None) -> str:
    """Return the pattern of `least` to `most` digits in one piece, no more, as its group `value`."""
    return f"(?P<value>[0-9]{BEGINS}[0-9]{{{least - 1},{(most or least) - 1}}}){ENDS}"


def _digits(size: int) -> str:
    return f"[0-9]{{{size}}}"
