import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from sekisho.evaluation.shards import SLACK, part, shards_of
from sekisho.model.run import Shard

WEIGHTS = st.dictionaries(st.text("abcdef/0123456789-", min_size=1), st.floats(0, 1000), max_size=60)


@given(weights=WEIGHTS, count=st.integers(1, 12))
def test_every_case_is_in_one_shard(weights: dict[str, float], count: int) -> None:
    """The parts are disjoint and together everything, with more shards than cases too."""
    parts = [part(weights, Shard(index=index, count=count)) for index in range(1, count + 1)]
    assert sorted(name for one in parts for name in one) == sorted(weights)
    assert part(weights, None) == weights.keys()


@given(weights=WEIGHTS, count=st.integers(1, 12))
def test_no_shard_has_more_than_its_share(weights: dict[str, float], count: int) -> None:
    """But for the slack, or one case: the even share and the heaviest case bound every load."""
    shards = shards_of(weights, count)
    even, heaviest = sum(weights.values()) / count, max(weights.values(), default=0.0)
    for index in range(1, count + 1):
        load = sum(weight for name, weight in weights.items() if shards[name] == index)
        assert load <= max((1 + SLACK) * even, even + heaviest) * (1 + 1e-9)


def test_many_cases_are_level() -> None:
    """Unequal dialogues, as they are: no shard is more than two in a hundred above the mean."""
    weights = {f"golden/{n}": 100.0 + (n * 7919) % 4000 for n in range(1000)}
    shards = shards_of(weights, 7)
    loads = [sum(weights[name] for name in weights if shards[name] == index) for index in range(1, 8)]
    assert max(loads) <= 1.021 * sum(loads) / 7


def test_another_case_moves_few_others() -> None:
    """Cases belong to shards by their ids: most stay where they were."""
    weights = {f"golden/{n}": 1.0 + n % 3 for n in range(500)}
    before = shards_of(weights, 5)
    after = shards_of(weights | {"golden/more": 2.0}, 5)
    assert sum(before[name] != after[name] for name in weights) < 25


def test_every_process_finds_the_same_parts() -> None:
    """Whatever the seed of its hashes and the order of the cases."""
    code = (
        "from sekisho.evaluation.shards import shards_of;"
        "print(sorted(shards_of({f'golden/{n}': n % 9 for n in ORDER}, 4).items()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code.replace("ORDER", order)],
            capture_output=True,
            text=True,
            check=True,
            env=_env(seed),
        ).stdout
        for seed, order in (("1", "range(99)"), ("2", "reversed(range(99))"))
    }
    assert len(found) == 1


def _env(seed: str) -> dict[str, str]:
    return {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
