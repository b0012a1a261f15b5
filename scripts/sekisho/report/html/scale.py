"""From figures to places in a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps [low, high] to [0, width] pixels; what lies outside is drawn at the edge."""

    low: float
    high: float
    width: float

    def at(self, value: float) -> float:
        """Return the place of a value."""
        if self.high == self.low:
            return self.width / 2
        share = (value - self.low) / (self.high - self.low)
        return min(max(share, 0.0), 1.0) * self.width

    def inside(self, value: float) -> bool:
        """Say whether a value is drawn where it is."""
        return self.low <= value <= self.high


def around_zero(values: Iterable[float | None], width: float, least: float) -> Scale:
    """Return a scale with zero in the middle that holds all values, at least [-least, least]."""
    most = max((abs(value) for value in values if value is not None), default=0.0)
    reach = max(1.15 * most, least)
    return Scale(-reach, reach, width)


def ticks(high: float, count: int = 4) -> list[float]:
    """Return round figures from 0 to at most `high`, about `count` of them."""
    if high <= 0:
        return [0.0]
    step: float = 10.0 ** floor(log10(high / count))
    step *= next(factor for factor in (1, 2, 5, 10) if step * factor * count >= high)
    return [number * step for number in range(int(high / step * (1 + 1e-9)) + 1)]
