"""Which replies are shown to a judge: the labelled ones of a rubric, and those that differ between two runs.

Of a dialogue those turns count whose history differs in nothing but wording: once the two sides have decided
differently they hold different dialogues, and comparing their replies says nothing. Equal texts are one pair, however
many turns have them: a changed template is one piece of evidence, not fifty.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sekisho.model.base import Language
from sekisho.model.kinds.rubric import Choice, Label, Trap
from sekisho.model.run import CaseResult, Run
from sekisho.model.trace import TurnTrace
from sekisho.serialize import digest

DECISIONS = ("intent", "mode", "slots", "next_action", "outcome", "tool_calls", "retrieved", "citations", "error")
"""Fields of a turn in which two sides that hold the same dialogue agree."""


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


def replies(baseline: Run, candidate: Run) -> tuple[Pair, ...]:
    """Return the distinct pairs of replies of two runs, those that are equal too, in an order no author chooses.

    The order is that of the digests of the texts, so its head is a sample. Pairs are named by the case and turn (from
    1) they were first found in.
    """
    found: dict[tuple[Language, str, str, str], Pair] = {}
    other = {(result.case, result.trial): result for result in candidate.results}
    for result in sorted(baseline.results, key=lambda result: (result.case, result.trial)):
        if (result.case, result.trial) in other:
            for name, left, right in _turns(result, other[result.case, result.trial]):
                key = left.language, left.user, left.reply, right.reply
                known = found.get(key)
                found[key] = Pair(name, *key) if known is None else known._replace(turns=known.turns + 1)
    return tuple(sorted(found.values(), key=lambda pair: digest([pair.user, pair.a, pair.b])))


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
