import pytest

from sekisho.evaluation.cost import calls_of, cost_of, usage_of
from sekisho.model.completion import Usage
from sekisho.model.kinds.model_settings import Price
from sekisho.model.trace import ModelCall, TurnTrace

DOLLARS = Price(input_per_million=2.0, output_per_million=8.0)
YEN = Price(input_per_million=1.0, output_per_million=1.0, currency="JPY")


def _call(model: str) -> ModelCall:
    return ModelCall(node="n", prompt="p", key="k", model=model, usage=Usage(input_tokens=1000, output_tokens=500))


def test_usage_and_cost_add_up() -> None:
    """Tokens and prices of all calls of all turns are summed; prices are per million tokens."""
    turn = TurnTrace(user="u", language="en", calls=(_call("m"), _call("m")))
    calls = calls_of([turn, turn])
    assert usage_of(calls) == Usage(input_tokens=4000, output_tokens=2000)
    assert cost_of(calls, {"m": DOLLARS}) == pytest.approx(4 * (0.002 + 0.004))


def test_half_a_sum_is_no_cost() -> None:
    """A call without a price, or prices in two currencies, leave the cost unknown; no call costs nothing."""
    assert cost_of([_call("m"), _call("unpriced")], {"m": DOLLARS}) is None
    assert cost_of([_call("m"), _call("y")], {"m": DOLLARS, "y": YEN}) is None
    assert cost_of([], {}) == 0
