"""What a comparison of n pairs could have seen: the honest companion of "no significant difference"."""

from math import sqrt

from sekisho.stats.interval import normal_quantile


def smallest_detectable(
    pairs: int, discordance: float, *, alpha: float = 0.05, power: float = 0.8, margin: float = 0.0
) -> float | None:
    """Return the smallest true drop of the pass rate that a one-sided paired test calls worse than `margin`.

    `discordance` is the share of pairs whose outcome differs, in [0, 1]; a drop of d needs at least a share d.
    Method: the normal approximation of McNemar's test (Connor 1987, Biometrics 43:207; with a margin Liu et al. 2002,
    Statistics in Medicine 21:231), solved for the drop. Never rises with `pairs`; None when not even a drop of every
    pair would be seen. McNemar's exact conditional test falls short of this power by up to 0.11. Raises
    ValueError outside the stated ranges.
    """
    if not (pairs >= 0 and 0 <= discordance <= 1 and 0 < alpha < 1 and 0 < power < 1 and 0 <= margin < 1):
        raise ValueError(f"out of range: {pairs=}, {discordance=}, {alpha=}, {power=}, {margin=}")
    z_alpha, z_power = -normal_quantile(alpha), normal_quantile(power)

    def detected(drop: float) -> bool:
        share = max(discordance, drop)
        noise = z_alpha * sqrt(share - margin * margin) + z_power * sqrt(share - drop * drop)
        return (drop - margin) * sqrt(pairs) >= noise

    if not detected(1.0):
        return None
    low, high = margin, 1.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (low, middle) if detected(middle) else (middle, high)
    return high
