"""What an open ticket calls affected exists. A closed ticket is history: what it touched may be gone."""

from collections.abc import Iterator

from sekisho.model.ref import Kind
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.inside.ticket_names import NAME
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near

CLOSED = ("closed", "rolled_back", "rolled_out")


def check(joined: Joined) -> Iterator[Located]:
    """Yield affected things that do not exist."""
    for fact in joined.of(Kind.CHANGE):
        if fact.details.get("status") in CLOSED:
            continue
        for index, name in enumerate(fact.details.get("affected", ())):
            problem = _missing(joined, name, index)
            if problem:
                yield fact, problem


def _missing(joined: Joined, name: str, index: int) -> Problem | None:
    match = NAME.fullmatch(name)
    if match is None:
        return None
    known = joined.ids(Kind(match["kind"]))
    nodes = known[match["id"]].details.get("nodes", {}) if match["id"] in known else {}
    if match["id"] in known and (not match["node"] or match["node"] in nodes):
        return None
    expected = near(match["node"], nodes) if match["id"] in known else near(match["id"], known)
    return Problem("ticket/unknown", ("affected", index), "nothing has this name", excerpt(name), expected)
