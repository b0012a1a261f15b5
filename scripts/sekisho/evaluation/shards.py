"""Which part of a run each of several machines takes: by the id of a case, level in expected time.

Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2018, arXiv 1608.01350, section 1): a case
goes to the shard its id hashes to unless that shard is full, then to the next one with room. So every process finds the
same parts, and another case or another duration moves few of the others. The heaviest are placed first.
"""

from collections.abc import Mapping
from hashlib import blake2b

from sekisho.model.run import Shard

SLACK = 0.02
"""How much more than its even share a shard may be given, as long as another has room."""


def shards_of(weights: Mapping[str, float], count: int) -> dict[str, int]:
    """Return the shard of each id, numbered from 1; `weights` are expected times in any unit, none negative.

    No shard gets more than (1 + SLACK) times the even share, unless a single case or rounding to whole cases makes it.
    """
    room = (1 + SLACK) * sum(weights.values()) / count
    loads = [0.0] * count
    found: dict[str, int] = {}
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        first = _hash(name) % count
        order = [*range(first, count), *range(first)]
        chosen = next((n for n in order if loads[n] + weights[name] <= room), None)
        chosen = min(order, key=loads.__getitem__) if chosen is None else chosen
        loads[chosen] += weights[name]
        found[name] = chosen + 1
    return found


def part(weights: Mapping[str, float], shard: Shard | None) -> frozenset[str]:
    """Return the ids that belong to a shard; without one, all of them."""
    if shard is None:
        return frozenset(weights)
    return frozenset(name for name, index in shards_of(weights, shard.count).items() if index == shard.index)


def _hash(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=8).digest(), "big")
