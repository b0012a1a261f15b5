"""The regularised incomplete beta function and its inverse: every exact binomial statement rests on them.

Relative accuracy is about 1e-16 times ln Gamma(a + b): better than 1e-9 for a, b >= 1 up to a + b = 100,000.
"""

from math import exp, lgamma, log, log1p

_SMALL = 1e-300
_CONVERGED = 2e-15


def log_beta(a: float, b: float) -> float:
    """Return ln B(a, b) for a, b > 0."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def regularised_beta(x: float, a: float, b: float) -> float:
    """Return I_x(a, b) = P(X <= x) for X ~ Beta(a, b); continued fraction of DLMF 8.17.22, symmetry 8.17.4.

    For a small upper tail ask for I_{1-x}(b, a) instead of subtracting from one.
    Raises ValueError unless 0 <= x <= 1 and a, b > 0.
    """
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError(f"I_x(a, b) needs 0 <= x <= 1 and a, b > 0, found x={x}, a={a}, b={b}")
    if x in (0, 1):
        return float(x)
    if x <= (a + 1) / (a + b + 2):
        return _front(x, a, b) / a * _fraction(x, a, b)
    return 1 - _front(x, a, b) / b * _fraction(1 - x, b, a)


def inverse_regularised_beta(p: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = `p`: Newton steps, halving the bracket whenever one would leave it.

    Raises ValueError unless 0 <= p <= 1 and a, b > 0.
    """
    if not (0 <= p <= 1 and a > 0 and b > 0):
        raise ValueError(f"the inverse of I_x(a, b) needs 0 <= p <= 1 and a, b > 0, found p={p}, a={a}, b={b}")
    if p in (0, 1):
        return float(p)
    low, high, x = 0.0, 1.0, a / (a + b)
    while low < x < high:
        excess = regularised_beta(x, a, b) - p
        step = excess * x * (1 - x) / max(_front(x, a, b), _SMALL)
        if abs(step) <= _CONVERGED * x:
            break
        low, high = (low, x) if excess > 0 else (x, high)
        x = x - step if low < x - step < high else (low + high) / 2
    return x


def _front(x: float, a: float, b: float) -> float:
    """Return x^a (1-x)^b / B(a, b)."""
    return exp(a * log(x) + b * log1p(-x) - log_beta(a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of DLMF 8.17.22 by the modified Lentz method; it needs x < (a+1)/(a+b+2)."""
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value, delta, m = d, 0.0, 0
    while abs(delta - 1) > _CONVERGED:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        delta = 1.0
        for coefficient in (even, odd):
            d = 1 / _away_from_zero(1 + coefficient * d)
            c = _away_from_zero(1 + coefficient / c)
            delta *= c * d
        value *= delta
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _SMALL else _SMALL
