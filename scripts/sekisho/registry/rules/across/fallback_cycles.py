"""Fallbacks end: no model falls back, over whatever others, to itself."""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem
from sekisho.registry.rules.subject import Joined, Located


def check(joined: Joined) -> Iterator[Located]:
    """Yield each cycle once, at the model whose id comes first."""
    arrows = {fact.id: fact.details.get("fallbacks", ()) for fact in joined.of(Kind.MODEL)}
    for fact in joined.of(Kind.MODEL):
        way = _way_back(fact.id, arrows)
        if way and min(way) == fact.id:
            found = " -> ".join([*way, fact.id])
            yield fact, Problem("model/fallback-cycle", ("fallbacks",), "a model falls back to itself", found)


def _way_back(start: str, arrows: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the shortest way from `start` back to it, without its end; empty when there is none."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for name in arrows.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []
