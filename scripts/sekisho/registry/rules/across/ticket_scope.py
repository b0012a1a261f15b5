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
    details = known[match["id"]].details if match["id"] in known else None
    if details is not None and (not match["node"] or not details or match["node"] in details["nodes"]):
        return None
    expected = near(match["id"], known) if details is None else near(match["node"], details["nodes"])
    return Problem("ticket/unknown", ("affected", index), "nothing has this name", excerpt(name), expected)
