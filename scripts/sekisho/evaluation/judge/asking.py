"""Every pair is shown in both orders; only an answer that survives the exchange is a verdict.

Identical replies are never shown to decide anything: an anchor is shown once, and must be a tie.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from sekisho.errors import ProviderError, UnrecordedError
from sekisho.evaluation.judge.pairs import Pair
from sekisho.evaluation.runner import in_parallel
from sekisho.model.base import Language
from sekisho.model.judge import Judged, Outcome
from sekisho.model.kinds.rubric import Choice
from sekisho.ports import Progress


class Shown(NamedTuple):
    """What one question to the judge holds: untrusted texts, the replies in the order they are shown."""

    language: Language
    user: str
    first: str
    second: str


Ask = Callable[[Shown], Awaitable[Choice]]
"""Asks the judge which reply is better; A is the one shown first.

Raises UnrecordedError when replay has no answer, ProviderError when the model fails or answers something else.
"""


class Asking(NamedTuple):
    """Whom to ask, what is too long to be shown, how many questions at a time, who looks on."""

    ask: Ask
    max_chars: int
    progress: Progress
    concurrency: int = 8


async def ask_about(pairs: Sequence[Pair], asking: Asking) -> tuple[Judged, ...]:
    """Return what the judge says of each pair, in the order given. Raises what `asking.ask` does, but for answers."""
    done: dict[int, Judged] = {}
    asking.progress.start("judge", len(pairs))

    async def one(place: int) -> None:
        done[place] = await _judged(pairs[place], asking)
        asking.progress.advance()

    try:
        await in_parallel((one(place) for place in range(len(pairs))), asking.concurrency)
    finally:
        asking.progress.finish()
    return tuple(done[place] for place in range(len(pairs)))


async def _judged(pair: Pair, asking: Asking) -> Judged:
    if max(map(len, (pair.user, pair.a, pair.b))) > asking.max_chars:
        return _said(pair, Outcome.TOO_LONG, reason=f"longer than {asking.max_chars} characters")
    try:
        forward = await asking.ask(Shown(pair.language, pair.user, pair.a, pair.b))
        if pair.is_anchor:
            return _said(pair, Outcome(forward), forward)
        backward = (await asking.ask(Shown(pair.language, pair.user, pair.b, pair.a))).mirrored
    except (UnrecordedError, ProviderError) as error:
        return _said(pair, Outcome.MISSING, reason=error.message)
    return _said(pair, Outcome(forward) if forward is backward else Outcome.BIASED, forward, backward)


def _said(
    pair: Pair, outcome: Outcome, forward: Choice | None = None, backward: Choice | None = None, reason: str = ""
) -> Judged:
    said = {"forward": forward, "backward": backward, "outcome": outcome, "reason": reason}
    return Judged.model_validate(pair._asdict() | said)
