"""What the model calls of a case used and cost."""

from collections.abc import Iterable, Mapping
from functools import reduce

from sekisho.model.completion import Usage
from sekisho.model.kinds.model_settings import Price
from sekisho.model.trace import ModelCall, TurnTrace

PER_PRICE = 1_000_000
_NONE = Usage()


def calls_of(turns: Iterable[TurnTrace]) -> tuple[ModelCall, ...]:
    """Return the model calls of all turns, in order."""
    return tuple(call for turn in turns for call in turn.calls)


def usage_of(calls: Iterable[ModelCall]) -> Usage:
    """Return the tokens of all calls together."""
    return reduce(Usage.__add__, (call.usage for call in calls), _NONE)


def cost_of(calls: Iterable[ModelCall], prices: Mapping[str, Price]) -> float | None:
    """Return the price of all calls, in the currency of their prices.

    None when a call's model has no price or prices are in several currencies: half a sum is no cost.
    """
    priced = [(call.usage, prices.get(call.model)) for call in calls]
    known = [(usage, price) for usage, price in priced if price is not None]
    if len(known) < len(priced) or len({price.currency for _, price in known}) > 1:
        return None
    tokens = (
        usage.input_tokens * price.input_per_million + usage.output_tokens * price.output_per_million
        for usage, price in known
    )
    return sum(tokens) / PER_PRICE
