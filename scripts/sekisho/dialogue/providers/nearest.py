"""A stand-in for a model in simulations: where nothing is recorded, the answer to the most similar recorded input."""

from collections.abc import Iterable
from itertools import pairwise

from sekisho.errors import UnrecordedError
from sekisho.model.completion import ModelAnswer, ModelRequest, Recording
from sekisho.ports import ModelProvider

Grams = frozenset[str]


class NearestProvider:
    """Answers from `replay`, else as the recording of the same prompt whose input shares most letter pairs (Jaccard).

    Deterministic: of equally similar inputs the first by input and key. `stand_ins` counts such answers.
    """

    def __init__(self, replay: ModelProvider, recordings: Iterable[Recording]) -> None:
        self._replay = replay
        self._known: dict[str, list[tuple[Grams, ModelAnswer]]] = {}
        for one in sorted(recordings, key=lambda one: (one.input, one.key)):
            self._known.setdefault(one.prompt, []).append((_grams(one.input), one.answer))
        self._found: dict[tuple[str, str], ModelAnswer] = {}
        self.stand_ins = 0

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Answer `request`. Raises UnrecordedError for a prompt without any recording."""
        try:
            return await self._replay.complete(request, prompt=prompt, timeout_s=timeout_s)
        except UnrecordedError:
            if prompt not in self._known:
                raise
        self.stand_ins += 1
        asked = request.messages[-1].content
        if (prompt, asked) not in self._found:
            self._found[prompt, asked] = self._nearest(prompt, _grams(asked))
        return self._found[prompt, asked]

    def _nearest(self, prompt: str, asked: Grams) -> ModelAnswer:
        return max(self._known[prompt], key=lambda one: _similar(one[0], asked))[1]


def _grams(text: str) -> Grams:
    return frozenset(map("".join, pairwise(text))) or frozenset(text)


def _similar(left: Grams, right: Grams) -> float:
    return len(left & right) / max(1, len(left | right))
