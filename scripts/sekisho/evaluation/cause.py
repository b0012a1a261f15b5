"""Why a case fails: walk back from every failed check along diverged stages; the earliest one without a diverged
parent is the cause, the others contribute.

Golden values decide whether a stage diverged. Where a field has none, the baseline's passing trace is the reference.
With neither, the stage is unverified: it cannot be blamed, and the cause says so. No model names a cause.

Within a turn every stage is a parent of the later ones, in the order of `evaluation.order`; from turn to turn the state
(mode, slots, policy, what tools said) is carried over, the wording of a reply and the pages a search found are not.
"""

from collections.abc import Iterator

from sekisho.evaluation.evidence import Divergence, Evidence, Place, Status
from sekisho.evaluation.order import Setting
from sekisho.model.run import CaseResult, Check
from sekisho.model.trace import Stage
from sekisho.model.verdict import Cause

NOTHING_SET: Setting = {}
CARRIED = (Stage.MODE, Stage.SLOT, Stage.POLICY, Stage.EXEC)


def cause_of(
    result: CaseResult,
    reference: CaseResult | None = None,
    outside: frozenset[str] = frozenset(),
    setting: Setting = NOTHING_SET,
) -> Cause | None:
    """Return the cause of a failing case, None when no check failed. A failed safety check overrides all others.

    `reference` is the same case passing on the baseline; `outside` names the route entries that call tools or search,
    `setting` those that set the mode and that listen for slots.
    """
    failed = [check for check in result.checks if not check.passed]
    if not failed:
        return None
    return _safety_cause(failed) or _Walk(Evidence(result, reference, outside, setting)).cause()


class _Walk:
    """The stages of all turns of one case, and the ways back through the diverged ones."""

    def __init__(self, evidence: Evidence) -> None:
        self._order = [evidence.order(turn) for turn in range(evidence.turn_count)]
        places = [(turn, stage) for turn, order in enumerate(self._order) for stage in order]
        self._found = {place: evidence.look(place) for place in places}
        self._failed = [place for place in self._found if evidence.failed_at(place)]

    def cause(self) -> Cause:
        """Return the earliest root of all failed checks."""
        reached = self._reached()
        first = min((place for place in reached if not any(self._diverged_parents(place))), key=self._rank)
        root = reached[first]
        codes = [reached[place].code for place in sorted(reached, key=self._rank)]
        return Cause(
            code=root.code,
            stage=first[1],
            turn=first[0],
            message=root.message,
            contributing=tuple(code for code in dict.fromkeys(codes) if code != root.code),
            unverified=any(self._found[parent] is Status.UNVERIFIED for parent in self._parents(first)),
        )

    def _reached(self) -> dict[Place, Divergence]:
        """Return every diverged stage on a way back from a failed check."""
        reached: dict[Place, Divergence] = {}
        waiting = list(self._failed)
        while waiting:
            place = waiting.pop()
            found = self._found[place]
            if place not in reached and isinstance(found, Divergence):
                reached[place] = found
                waiting += self._diverged_parents(place)
        return reached

    def _diverged_parents(self, place: Place) -> Iterator[Place]:
        return (parent for parent in self._parents(place) if isinstance(self._found[parent], Divergence))

    def _parents(self, place: Place) -> Iterator[Place]:
        turn, stage = place
        order = self._order[turn]
        yield from ((turn, earlier) for earlier in order[: order.index(stage)])
        if turn > 0:
            yield from ((turn - 1, carried) for carried in CARRIED if not self._forgotten((turn - 1, carried)))

    def _forgotten(self, place: Place) -> bool:
        """Say whether a divergence ended with its turn: pages that were found are not remembered."""
        found = self._found[place]
        return isinstance(found, Divergence) and found.code == "exec.retrieval"

    def _rank(self, place: Place) -> tuple[int, int]:
        return place[0], self._order[place[0]].index(place[1])


def _safety_cause(failed: list[Check]) -> Cause | None:
    """Return the first failed safety check as the cause; whatever else failed contributes."""
    safety = next((check for check in failed if check.field.startswith("safety")), None)
    if safety is None:
        return None
    return Cause(
        code=safety.code,
        stage=safety.stage,
        turn=safety.turn or 0,
        message=f"safety: {', '.join(safety.observed)}",
        contributing=tuple(code for code in dict.fromkeys(check.code for check in failed) if code != safety.code),
    )
