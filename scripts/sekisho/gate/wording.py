"""Figures and lists as a reader of a check meets them."""

from collections.abc import Collection

SHOWN = 5


def amount(value: float, unit: str) -> str:
    """Return a difference in words, without its sign: shares in percentage points."""
    size = abs(value)
    if unit == "share":
        return f"{size * 100:.1f} points"
    return f"{size:.4g} {unit}"


def listed(names: Collection[str]) -> str:
    """Return the first few names and how many more there are."""
    shown = sorted(names)[:SHOWN]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def counted(count: int, noun: str) -> str:
    """Return the count with its noun, in the plural unless it is one."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
