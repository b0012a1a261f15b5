"""How long each case will probably take, from what was recorded: an earlier run, or the answers of the registry.

Only ratios matter. Where nothing is known of a turn it takes the mean of the known ones; where nothing is known at all
every turn takes the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sekisho.model.completion import Recording
from sekisho.model.run import CaseResult

_STEP = re.compile(r"^\[[a-z0-9_]+\] ")
"""What a prompt may put before the utterance in its last message: the question it answers."""


def from_results(turns: Mapping[str, int], results: Iterable[CaseResult]) -> dict[str, float]:
    """Return the time of each case by the latencies of an earlier run; `turns` says how many turns each case has."""
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for result in results:
        if result.case in turns:
            spent[result.case].append(sum(turn.latency_ms for turn in result.turns))
    known = {case: sum(times) / len(times) for case, times in spent.items()}
    known_turns = sum(turns[case] for case in known)
    typical = sum(known.values()) / known_turns if known_turns else 0.0
    return {case: known.get(case, count * typical) if typical else float(count) for case, count in turns.items()}


def from_recordings(utterances: Mapping[str, Sequence[str]], recordings: Iterable[Recording]) -> dict[str, float]:
    """Return the time of each case by the recorded answers to what its users say.

    An utterance takes the sum over prompts of their mean latency in answering it. What a prompt was asked besides the
    utterance is not known here, so this is an estimate, of the right size and the same everywhere.
    """
    said = _latencies(recordings)
    times = {name: [said.get(text) for text in texts] for name, texts in utterances.items()}
    known = [time for turns in times.values() for time in turns if time is not None]
    typical = sum(known) / len(known) if known else 0.0
    if not typical:
        return {name: float(len(turns)) for name, turns in times.items()}
    return {name: sum(typical if time is None else time for time in turns) for name, turns in times.items()}


def _latencies(recordings: Iterable[Recording]) -> dict[str, float]:
    by_prompt: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for recording in recordings:
        by_prompt[_STEP.sub("", recording.input), recording.prompt].append(recording.answer.latency_ms)
    total: defaultdict[str, float] = defaultdict(float)
    for (text, _), times in sorted(by_prompt.items()):
        total[text] += sum(times) / len(times)
    return dict(total)
