"""Which replies are shown to a judge: the labelled ones of a rubric, and those that differ between two runs.

Of a dialogue those turns count whose history differs in nothing but wording: once the two sides have decided
differently they hold different dialogues, and comparing their replies says nothing. Equal texts are one pair, however
many turns have them: a changed template is one piece of evidence, not fifty.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sekisho.evaluation.pairing import side_by_side
from sekisho.model.base import Language
from sekisho.model.kinds.rubric import Choice, Label, Trap
from sekisho.model.run import CaseResult, Run
from sekisho.model.trace import TurnTrace
from sekisho.serialize import digest

DECISIONS = ("intent", "mode", "slots", "next_action", "outcome", "tool_calls", "retrieved", "citations", "error")
"""Fields of a turn in which two sides that hold the same dialogue agree."""

MARK_BYTES = 16
"""Of a digest; enough to tell any number of texts apart that a run can have."""


class Pair(NamedTuple):
    """Two replies to the same turn. Identical ones are an anchor."""

    id: str
    language: Language
    user: str
    a: str
    b: str
    human: Choice | None = None
    trap: Trap | None = None
    turns: int = 1

    @property
    def is_anchor(self) -> bool:
        """Whether both replies are the same bytes."""
        return self.a == self.b


def labelled(labels: Iterable[Label]) -> tuple[Pair, ...]:
    """Return the pairs of a rubric's labels, in file order."""
    return tuple(
        Pair(label.id, label.language, label.user, label.a, label.b, label.choice, label.trap) for label in labels
    )


class Sample:
    """Distinct pairs, counted, and the first `most` of them in an order no author chooses: by digest of their texts.

    Of the others only a mark is held. A pair is named as it was first found.
    """

    def __init__(self, most: int) -> None:
        self.turns = 0
        self._most = most
        self._seen: set[bytes] = set()
        self._held: dict[tuple[str, Language], Pair] = {}

    @property
    def distinct(self) -> int:
        """How many pairs there are."""
        return len(self._seen)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The first pairs, each with the number of its turns."""
        return tuple(self._first().values())

    def add(self, pair: Pair) -> None:
        """Take the pair of one turn."""
        self.turns += 1
        key = digest([pair.user, pair.a, pair.b]), pair.language
        mark = bytes.fromhex(key[0])[:MARK_BYTES] + pair.language.encode()
        if key in self._held:
            self._held[key] = self._held[key]._replace(turns=self._held[key].turns + 1)
        elif mark not in self._seen:
            self._seen.add(mark)
            self._held[key] = pair
        if len(self._held) > 2 * self._most:
            self._held = self._first()

    def _first(self) -> dict[tuple[str, Language], Pair]:
        """Return the first of those held. A pair that once came later than `most` others always will."""
        return dict(sorted(self._held.items(), key=lambda item: item[0][0])[: self._most])


def replies(baseline: Run, candidate: Run) -> Iterator[Pair]:
    """Yield the replies of both runs to each turn, those that are equal too, named by case and turn (from 1).

    The runs are read once, side by side.
    """
    for sides in side_by_side(baseline.results, candidate.results):
        other = {result.trial: result for result in sides.candidate.results}
        for result in sides.baseline.results:
            if result.trial in other:
                for name, left, right in _turns(result, other[result.trial]):
                    yield Pair(name, left.language, left.user, left.reply, right.reply)


def own(pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return anchors made of the baseline's replies of these pairs, and of the candidate's."""
    return tuple(pair._replace(b=pair.a) for pair in pairs), tuple(pair._replace(a=pair.b) for pair in pairs)


def _turns(baseline: CaseResult, candidate: CaseResult) -> Iterator[tuple[str, TurnTrace, TurnTrace]]:
    """Yield name and both traces of the turns with the same user's words and the same decisions before them."""
    for number, (left, right) in enumerate(zip(baseline.turns, candidate.turns, strict=False), start=1):
        if left.user != right.user:
            return
        if left.reply and right.reply:
            yield f"{baseline.case}#{number}", left, right
        if any(getattr(left, field) != getattr(right, field) for field in DECISIONS):
            return
