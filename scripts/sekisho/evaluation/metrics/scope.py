"""How the border of the scope is kept: what belongs outside and what was taken for it, as shares of turns.

Labels count by their role, so that several out-of-scope labels are one class. The directed cells name their cases.
"""

from collections.abc import Iterable, Mapping, Sequence

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.intents import HEAD, NO_LABEL, labels_of
from sekisho.evaluation.metrics.seen import Seen
from sekisho.evaluation.metrics.spec import Notes, Ratio
from sekisho.model.base import Json
from sekisho.model.kinds.workflow import IntentRole

OUT, SMALL_TALK, IN_SCOPE = IntentRole.OUT_OF_SCOPE, IntentRole.SMALL_TALK, IntentRole.IN_SCOPE

Roles = tuple[IntentRole, IntentRole | None]
"""The golden and the predicted role of a turn; None for no prediction."""


def _roles(seen: Seen, catalogue: Catalogue) -> Sequence[Roles]:
    def read(one: Seen) -> Sequence[Roles]:
        return [
            (catalogue.role(pair.gold), None if pair.predicted == NO_LABEL else catalogue.role(pair.predicted))
            for pair in labels_of(one)
        ]

    return seen.once("roles", read)


def _cases(notes: Notes) -> Mapping[str, Json]:
    return {"cases": sorted(notes)}


def _cell(name: str, gold: IntentRole, predicted: IntentRole, *, higher_is_better: bool = False) -> Ratio:
    """Return the share of the turns of role `gold` that were taken for `predicted`, with the cases concerned."""

    def parts(seen: Seen, catalogue: Catalogue) -> tuple[float, float]:
        found = [role for wanted, role in _roles(seen, catalogue) if wanted is gold]
        return float(found.count(predicted)), float(len(found))

    def notes(seen: Seen, catalogue: Catalogue) -> Iterable[str]:
        return (seen.result.case,) if (gold, predicted) in _roles(seen, catalogue) else ()

    return Ratio(name, parts, head=HEAD, higher_is_better=higher_is_better, notes=notes, detail=_cases)


def _precision(seen: Seen, catalogue: Catalogue) -> tuple[float, float]:
    wanted = [gold for gold, role in _roles(seen, catalogue) if role is OUT]
    return float(wanted.count(OUT)), float(len(wanted))


OOS_RECALL = _cell("oos_recall", OUT, OUT, higher_is_better=True)
OOS_PRECISION = Ratio("oos_precision", _precision, head=HEAD)
IN_SCOPE_REJECTED = _cell("in_scope_rejected", IN_SCOPE, OUT)
OOS_TO_SMALL_TALK = _cell("oos_to_small_talk", OUT, SMALL_TALK)
SMALL_TALK_TO_OOS = _cell("small_talk_to_oos", SMALL_TALK, OUT)
